package org.phpipc.libc;

import org.phpipc.libc.jna.JnaFileLibc;

class JnaFileLibcTest extends FileLibcContract {
  JnaFileLibcTest() {
    super(new JnaFileLibc());
  }
}
