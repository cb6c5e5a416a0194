package org.phpipc.libc;

class JnaFileLibcTest extends FileLibcContract {
  JnaFileLibcTest() {
    super(new JnaFileLibc());
  }
}
