package org.phpipc.libc.memory;

import java.nio.ByteBuffer;
import org.phpipc.Errno;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.ThreadBuffers;
import org.phpipc.libc.abi.Sigaction;

/**
 * {@link IpcLibc} of one process of a {@link MemoryKernel}: each call under the kernel's lock. What
 * the calls do is told by kind, in {@link QueueCalls}, {@link SegmentCalls} and {@link
 * SemaphoreCalls}.
 */
public final class MemoryIpcLibc implements IpcLibc {
  /** One machine for everybody who asks for this binding by name. */
  private static final MemoryKernel COMMON = new MemoryKernel();

  private static final MemoryProcess THIS_JVM =
      new MemoryProcess((int) ProcessHandle.current().pid(), 1000, 1000);

  private final ThreadBuffers buffers = new ThreadBuffers(MemoryIpcLibc::heapBuffer);
  private final MemoryKernel kernel;
  private final MemoryProcess process;
  private final QueueCalls queues;
  private final SegmentCalls segments;
  private final SemaphoreCalls semaphores;

  /** This JVM as a process of the common kernel: a user without privileges. */
  public MemoryIpcLibc() {
    this(COMMON, THIS_JVM);
  }

  /** A process of a kernel. */
  public MemoryIpcLibc(MemoryKernel kernel, MemoryProcess process) {
    this.kernel = kernel;
    this.process = process;
    this.queues = new QueueCalls(kernel, process);
    this.segments = new SegmentCalls(kernel, process);
    this.semaphores = new SemaphoreCalls(kernel, process);
  }

  private static NativeBuffer heapBuffer(int bytes) {
    ByteBuffer memory = ByteBuffer.allocate(bytes);
    return new NativeBuffer(memory, 0, memory);
  }

  @Override
  public NativeBuffer buffer(int bytes) {
    return buffers.get(bytes);
  }

  @Override
  public NativeBuffer allocate(int bytes) {
    return heapBuffer(bytes);
  }

  @Override
  public int msgget(int key, int msgflg) {
    return kernel.locked(() -> queues.get(key, msgflg));
  }

  @Override
  public int msgsnd(int msqid, NativeBuffer msgp, long msgsz, int msgflg) {
    return kernel.locked(() -> queues.send(msqid, msgp.bytes(), msgsz, msgflg));
  }

  @Override
  public long msgrcv(int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg) {
    return kernel.locked(() -> queues.receive(msqid, msgp.bytes(), msgsz, msgtyp, msgflg));
  }

  @Override
  public int msgctl(int msqid, int cmd, NativeBuffer buf) {
    return kernel.locked(() -> queues.control(msqid, cmd, buf.bytes()));
  }

  @Override
  public int shmget(int key, long size, int shmflg) {
    return kernel.locked(() -> segments.get(key, size, shmflg));
  }

  @Override
  public long shmat(int shmid, long shmaddr, int shmflg) {
    return kernel.locked(() -> segments.attach(shmid, shmaddr, shmflg));
  }

  @Override
  public int shmdt(long shmaddr) {
    return kernel.locked(() -> segments.detach(shmaddr));
  }

  @Override
  public int shmctl(int shmid, int cmd, NativeBuffer buf) {
    return kernel.locked(() -> segments.control(shmid, cmd, buf.bytes()));
  }

  @Override
  public NativeBuffer memory(long address, int bytes) {
    return kernel.locked(() -> segments.memory(address, bytes));
  }

  @Override
  public int semget(int key, int nsems, int semflg) {
    return kernel.locked(() -> semaphores.get(key, nsems, semflg));
  }

  @Override
  public int semop(int semid, NativeBuffer sops, long nsops) {
    return kernel.locked(() -> semaphores.operate(semid, sops.bytes(), nsops));
  }

  @Override
  public int semtimedop(int semid, NativeBuffer sops, long nsops, int timeoutOffset) {
    return kernel.locked(() -> semaphores.operateTimed(semid, sops.bytes(), nsops, timeoutOffset));
  }

  @Override
  public int semctl(int semid, int semnum, int cmd, int val) {
    return kernel.locked(() -> semaphores.control(semid, semnum, cmd, val));
  }

  @Override
  public int semctl(int semid, int semnum, int cmd, NativeBuffer buf) {
    return kernel.locked(() -> semaphores.control(semid, cmd, buf.bytes()));
  }

  @Override
  public int statx(int dirfd, byte[] pathname, int flags, int mask, NativeBuffer statxbuf) {
    return RealFiles.statx(pathname, statxbuf.bytes());
  }

  @Override
  public int geteuid() {
    return process.uid();
  }

  @Override
  public int gettid() {
    return MemoryKernel.tid();
  }

  /** A signal without a handler ends nothing here. */
  @Override
  public int tgkill(int tgid, int tid, int sig) {
    return kernel.locked(
        () -> {
          Sleeper sleeper = kernel.sleeping(tid);
          if (sleeper != null && kernel.handler(sig) != Sigaction.SIG_DFL) {
            sleeper.wake(-Errno.EINTR.number());
          }
          return tid > 0 && tid < Integer.MAX_VALUE ? 0 : -Errno.ESRCH.number();
        });
  }

  @Override
  public int sigaction(int signum, NativeBuffer acts, int actOffset, int oldactOffset) {
    return kernel.locked(
        () -> {
          ByteBuffer bytes = acts.bytes();
          long before = kernel.handler(signum);
          if (actOffset >= 0) {
            kernel.handle(signum, bytes.getLong(actOffset + Sigaction.HANDLER_OFFSET));
          }
          bytes.putLong(oldactOffset + Sigaction.HANDLER_OFFSET, before);
          return 0;
        });
  }

  @Override
  public int sigprocmask(int how, NativeBuffer set) {
    return 0; // Signals reach every thread here.
  }

  /** A number for each function; nothing is there. */
  @Override
  public long dlsym(String symbol) {
    return symbol.hashCode() & 0xffff_ffffL;
  }
}
