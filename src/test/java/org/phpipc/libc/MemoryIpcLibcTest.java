package org.phpipc.libc;

import org.phpipc.libc.memory.MemoryIpcLibc;
import org.phpipc.libc.memory.MemoryKernel;
import org.phpipc.libc.memory.MemoryProcess;

class MemoryIpcLibcTest extends IpcLibcContract {
  private static final MemoryKernel KERNEL = new MemoryKernel();

  MemoryIpcLibcTest() {
    super(new MemoryIpcLibc(KERNEL, new MemoryProcess((int) ProcessHandle.current().pid(), 7, 7)));
  }

  @Override
  void awaitBlocked(String call, int msqid, int tid) {
    while (!KERNEL.isWaiting(tid)) {
      Thread.onSpinWait();
    }
  }
}
