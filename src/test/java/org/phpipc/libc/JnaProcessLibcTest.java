package org.phpipc.libc;

import org.phpipc.libc.jna.JnaFileLibc;
import org.phpipc.libc.jna.JnaProcessLibc;

class JnaProcessLibcTest extends ProcessLibcContract {
  JnaProcessLibcTest() {
    super(new JnaProcessLibc(), new JnaFileLibc());
  }
}
