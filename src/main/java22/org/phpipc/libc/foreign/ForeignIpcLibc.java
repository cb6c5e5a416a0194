package org.phpipc.libc.foreign;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.NativeIpcLibc;
import org.phpipc.libc.abi.SyscallNumber;

/**
 * {@link IpcLibc} by java.lang.foreign, for Java 22 and later. Nothing is allocated. First attempts
 * go by {@link Syscall}; every other call captures errno.
 *
 * <p>Addresses cross the border as longs: the callers own the memory that they name.
 */
public final class ForeignIpcLibc extends NativeIpcLibc {
  private static final long SHMAT_FAILED = -1;

  public ForeignIpcLibc() {
    super(ForeignBuffer::allocate);
  }

  @Override
  public int msgget(int key, int msgflg) {
    MemorySegment state = callState();
    try {
      return result((int) CFunction.MSGGET.invokeExact(state, key, msgflg), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  protected boolean msgsndAtOnce(int msqid, NativeBuffer msgp, long msgsz, int msgflg) {
    try {
      return (long) Syscall.MSGSND.invokeExact(msqid, msgp.address(), msgsz, msgflg) == 0;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  protected int msgsndOrErrno(int msqid, NativeBuffer msgp, long msgsz, int msgflg) {
    MemorySegment state = callState();
    try {
      return result(
          (int) CFunction.MSGSND.invokeExact(state, msqid, msgp.address(), msgsz, msgflg), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long msgrcvAtOnce(int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg) {
    try {
      return (long) Syscall.MSGRCV.invokeExact(msqid, msgp.address(), msgsz, msgtyp, msgflg);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  protected long msgrcvOrErrno(int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg) {
    MemorySegment state = callState();
    try {
      long received =
          (long) CFunction.MSGRCV.invokeExact(state, msqid, msgp.address(), msgsz, msgtyp, msgflg);
      return received >= 0 ? received : -CallState.errno(state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int msgctl(int msqid, int cmd, NativeBuffer buf) {
    MemorySegment state = callState();
    try {
      return result((int) CFunction.MSGCTL.invokeExact(state, msqid, cmd, buf.address()), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int shmget(int key, long size, int shmflg) {
    MemorySegment state = callState();
    try {
      return result((int) CFunction.SHMGET.invokeExact(state, key, size, shmflg), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long shmat(int shmid, long shmaddr, int shmflg) {
    MemorySegment state = callState();
    try {
      long address = (long) CFunction.SHMAT.invokeExact(state, shmid, shmaddr, shmflg);
      return address == SHMAT_FAILED ? -CallState.errno(state) : address;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int shmdt(long shmaddr) {
    MemorySegment state = callState();
    try {
      return result((int) CFunction.SHMDT.invokeExact(state, shmaddr), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int shmctl(int shmid, int cmd, NativeBuffer buf) {
    MemorySegment state = callState();
    try {
      return result((int) CFunction.SHMCTL.invokeExact(state, shmid, cmd, buf.address()), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public NativeBuffer memory(long address, int bytes) {
    MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(bytes);
    return new NativeBuffer(memory.asByteBuffer(), address, memory);
  }

  @Override
  public int semget(int key, int nsems, int semflg) {
    MemorySegment state = callState();
    try {
      return result((int) CFunction.SEMGET.invokeExact(state, key, nsems, semflg), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  protected boolean semopAtOnce(int semid, NativeBuffer sops, long nsops) {
    try {
      return (long) Syscall.SEMOP.invokeExact(semid, sops.address(), nsops) == 0;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  protected int semopOrErrno(int semid, NativeBuffer sops, long nsops) {
    MemorySegment state = callState();
    try {
      return result((int) CFunction.SEMOP.invokeExact(state, semid, sops.address(), nsops), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int semtimedop(int semid, NativeBuffer sops, long nsops, int timeoutOffset) {
    MemorySegment state = callState();
    long timeout = sops.address() + timeoutOffset;
    try {
      return result(
          (int) CFunction.SEMTIMEDOP.invokeExact(state, semid, sops.address(), nsops, timeout),
          state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int semctl(int semid, int semnum, int cmd, int val) {
    return semctl(semid, semnum, cmd, (long) val);
  }

  @Override
  public int semctl(int semid, int semnum, int cmd, NativeBuffer buf) {
    return semctl(semid, semnum, cmd, buf.address());
  }

  private int semctl(int semid, int semnum, int cmd, long arg) {
    MemorySegment state = callState();
    try {
      return result((int) CFunction.SEMCTL.invokeExact(state, semid, semnum, cmd, arg), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int statx(int dirfd, byte[] pathname, int flags, int mask, NativeBuffer statxbuf) {
    MemorySegment state = callState();
    try (Arena arena = Arena.ofConfined()) {
      long path = arena.allocateFrom(ValueLayout.JAVA_BYTE, pathname).address();
      return result(
          (int) CFunction.STATX.invokeExact(state, dirfd, path, flags, mask, statxbuf.address()),
          state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int geteuid() {
    return syscall(SyscallNumber.GETEUID, 0, 0, 0);
  }

  @Override
  public int gettid() {
    return syscall(SyscallNumber.GETTID, 0, 0, 0);
  }

  @Override
  public int tgkill(int tgid, int tid, int sig) {
    return syscall(SyscallNumber.TGKILL, tgid, tid, sig);
  }

  private int syscall(long number, long first, long second, long third) {
    MemorySegment state = callState();
    try {
      return result(
          (int) (long) CFunction.SYSCALL.invokeExact(state, number, first, second, third), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int sigaction(int signum, NativeBuffer acts, int actOffset, int oldactOffset) {
    MemorySegment state = callState();
    long act = actOffset < 0 ? 0 : acts.address() + actOffset;
    long oldact = acts.address() + oldactOffset;
    try {
      return result((int) CFunction.SIGACTION.invokeExact(state, signum, act, oldact), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public int sigprocmask(int how, NativeBuffer set) {
    MemorySegment state = callState();
    try {
      return result((int) CFunction.SIGPROCMASK.invokeExact(state, how, set.address(), 0L), state);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  public long dlsym(String symbol) {
    return CFunction.address(symbol).address();
  }

  private MemorySegment callState() {
    return ((ForeignBuffer) buffer(0)).callState();
  }

  private static int result(int returned, MemorySegment callState) {
    return returned >= 0 ? returned : -CallState.errno(callState);
  }

  /** A method handle may throw anything, by its signature; these throw only what is a defect. */
  private static IllegalStateException unexpected(Throwable thrown) {
    return new IllegalStateException("a call of the C library failed in Java", thrown);
  }
}
