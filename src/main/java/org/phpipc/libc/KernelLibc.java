package org.phpipc.libc;

import java.util.function.IntFunction;

/**
 * What the bindings to the kernel have in common.
 *
 * <p>Sending, receiving and one operation of a semaphore are tried first without waiting and
 * without errno, which is the fastest way into C. An attempt that fails has changed nothing, so the
 * call is then made as it was asked for, with errno.
 */
abstract class KernelLibc implements Libc {
  private final ThreadBuffers buffers;

  KernelLibc(IntFunction<NativeBuffer> allocate) {
    this.buffers = new ThreadBuffers(allocate);
  }

  @Override
  public final NativeBuffer buffer(int bytes) {
    return buffers.get(bytes);
  }

  @Override
  public final int msgsnd(int msqid, NativeBuffer msgp, long msgsz, int msgflg) {
    return msgsndAtOnce(msqid, msgp, msgsz, msgflg | IpcFlags.IPC_NOWAIT)
        ? 0
        : msgsndOrErrno(msqid, msgp, msgsz, msgflg);
  }

  /** Whether the message was sent. */
  abstract boolean msgsndAtOnce(int msqid, NativeBuffer msgp, long msgsz, int msgflg);

  abstract int msgsndOrErrno(int msqid, NativeBuffer msgp, long msgsz, int msgflg);

  @Override
  public final long msgrcv(int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg) {
    long received = msgrcvAtOnce(msqid, msgp, msgsz, msgtyp, msgflg | IpcFlags.IPC_NOWAIT);
    return received >= 0 ? received : msgrcvOrErrno(msqid, msgp, msgsz, msgtyp, msgflg);
  }

  /** The bytes received, or any negative number. */
  abstract long msgrcvAtOnce(int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg);

  abstract long msgrcvOrErrno(int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg);

  @Override
  public final int semop(int semid, NativeBuffer sops, long nsops) {
    return nsops == 1 && oneSemopAtOnce(semid, sops) ? 0 : semopOrErrno(semid, sops, nsops);
  }

  /** Leaves the operation as it was. */
  private boolean oneSemopAtOnce(int semid, NativeBuffer sops) {
    short flags = sops.bytes().getShort(Sembuf.FLG_OFFSET);
    sops.bytes().putShort(Sembuf.FLG_OFFSET, (short) (flags | IpcFlags.IPC_NOWAIT));
    boolean done = semopAtOnce(semid, sops, 1);
    sops.bytes().putShort(Sembuf.FLG_OFFSET, flags);
    return done;
  }

  /** Whether it was done. */
  abstract boolean semopAtOnce(int semid, NativeBuffer sops, long nsops);

  abstract int semopOrErrno(int semid, NativeBuffer sops, long nsops);
}
