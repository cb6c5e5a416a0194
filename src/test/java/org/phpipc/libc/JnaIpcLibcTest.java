package org.phpipc.libc;

import org.phpipc.libc.jna.JnaIpcLibc;

class JnaIpcLibcTest extends IpcLibcContract {
  JnaIpcLibcTest() {
    super(new JnaIpcLibc());
  }
}
