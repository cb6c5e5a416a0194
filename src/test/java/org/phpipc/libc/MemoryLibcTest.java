package org.phpipc.libc;

import org.phpipc.libc.memory.MemoryKernel;
import org.phpipc.libc.memory.MemoryLibc;
import org.phpipc.libc.memory.MemoryProcess;

class MemoryLibcTest extends LibcContract {
  private static final MemoryKernel KERNEL = new MemoryKernel();

  MemoryLibcTest() {
    super(new MemoryLibc(KERNEL, new MemoryProcess((int) ProcessHandle.current().pid(), 7, 7)));
  }

  @Override
  void awaitBlocked(String call, int msqid, int tid) {
    while (!KERNEL.isWaiting(tid)) {
      Thread.onSpinWait();
    }
  }
}
