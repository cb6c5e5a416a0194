package org.phpipc.libc;

import java.util.function.IntFunction;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.Sembuf;

/**
 * What the bindings to the kernel have in common.
 *
 * <p>Sending, receiving and one operation of a semaphore that may not wait are tried first without
 * errno, which is the fastest way into C. An attempt that fails has changed nothing, so the call is
 * then made again with errno.
 */
public abstract class NativeIpcLibc implements IpcLibc {
  private final IntFunction<NativeBuffer> allocate;
  private final ThreadBuffers buffers;

  public NativeIpcLibc(IntFunction<NativeBuffer> allocate) {
    this.allocate = allocate;
    this.buffers = new ThreadBuffers(allocate);
  }

  @Override
  public final NativeBuffer buffer(int bytes) {
    return buffers.get(bytes);
  }

  @Override
  public final NativeBuffer allocate(int bytes) {
    return allocate.apply(bytes);
  }

  @Override
  public final int msgsnd(int msqid, NativeBuffer msgp, long msgsz, int msgflg) {
    return isAtOnce(msgflg) && msgsndAtOnce(msqid, msgp, msgsz, msgflg)
        ? 0
        : msgsndOrErrno(msqid, msgp, msgsz, msgflg);
  }

  @Override
  public final boolean msgsndAtOnce(int msqid, NativeBuffer msgp, long msgsz) {
    return msgsndAtOnce(msqid, msgp, msgsz, IpcFlags.IPC_NOWAIT);
  }

  /** Whether the message was sent. */
  protected abstract boolean msgsndAtOnce(int msqid, NativeBuffer msgp, long msgsz, int msgflg);

  protected abstract int msgsndOrErrno(int msqid, NativeBuffer msgp, long msgsz, int msgflg);

  @Override
  public final long msgrcv(int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg) {
    long received = isAtOnce(msgflg) ? msgrcvAtOnce(msqid, msgp, msgsz, msgtyp, msgflg) : -1;
    return received >= 0 ? received : msgrcvOrErrno(msqid, msgp, msgsz, msgtyp, msgflg);
  }

  @Override
  public abstract long msgrcvAtOnce(
      int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg);

  protected abstract long msgrcvOrErrno(
      int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg);

  @Override
  public final int semop(int semid, NativeBuffer sops, long nsops) {
    return nsops == 1 && isAtOnce(Sembuf.flg(sops.bytes(), 0)) && semopAtOnce(semid, sops, nsops)
        ? 0
        : semopOrErrno(semid, sops, nsops);
  }

  /** Whether it was done. */
  protected abstract boolean semopAtOnce(int semid, NativeBuffer sops, long nsops);

  protected abstract int semopOrErrno(int semid, NativeBuffer sops, long nsops);

  private static boolean isAtOnce(int flags) {
    return (flags & IpcFlags.IPC_NOWAIT) != 0;
  }
}
