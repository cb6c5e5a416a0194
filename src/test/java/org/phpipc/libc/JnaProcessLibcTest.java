package org.phpipc.libc;

class JnaProcessLibcTest extends ProcessLibcContract {
  JnaProcessLibcTest() {
    super(new JnaProcessLibc(), new JnaFileLibc());
  }
}
