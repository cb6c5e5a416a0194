package org.phpipc.libc;

class JnaLibcTest extends LibcContract {
  JnaLibcTest() {
    super(new JnaLibc());
  }
}
