package org.phpipc.libc;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import org.phpipc.libc.FfiFunction.CType;

/**
 * {@link Libc} by JNA. Only primitives cross the border (an address is a long), and nothing is
 * allocated.
 *
 * <p>Sending, receiving and one operation of a semaphore are tried first without waiting and
 * without errno, which is the fastest way into C. An attempt that fails has changed nothing, so the
 * call is then made as it was asked for, by a direct mapping that captures errno.
 */
final class JnaLibc implements Libc {
  private static final long SHMAT_FAILED = -1;

  private final ThreadBuffers buffers = new ThreadBuffers(JnaBuffer::allocate);
  private final FfiFunction fastMsgsnd =
      new FfiFunction("msgsnd", CType.INT, CType.INT, CType.LONG, CType.LONG, CType.INT);
  private final FfiFunction fastMsgrcv =
      new FfiFunction(
          "msgrcv", CType.LONG, CType.INT, CType.LONG, CType.LONG, CType.LONG, CType.INT);
  private final FfiFunction fastSemop =
      new FfiFunction("semop", CType.INT, CType.INT, CType.LONG, CType.LONG);

  @Override
  public NativeBuffer buffer(int bytes) {
    return buffers.get(bytes);
  }

  @Override
  public int msgget(int key, int msgflg) {
    return result(C.msgget(key, msgflg));
  }

  @Override
  public int msgsnd(int msqid, NativeBuffer msgp, long msgsz, int msgflg) {
    FfiFunction.Frame arguments =
        ((JnaBuffer) msgp).frame().set(0, msqid).set(2, msgsz).set(3, msgflg | IpcFlags.IPC_NOWAIT);
    return (int) fastMsgsnd.call(arguments) == 0
        ? 0
        : result(C.msgsnd(msqid, msgp.address(), msgsz, msgflg));
  }

  @Override
  public long msgrcv(int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg) {
    FfiFunction.Frame arguments =
        ((JnaBuffer) msgp)
            .frame()
            .set(0, msqid)
            .set(2, msgsz)
            .set(3, msgtyp)
            .set(4, msgflg | IpcFlags.IPC_NOWAIT);
    long received = fastMsgrcv.call(arguments);
    if (received < 0) {
      received = C.msgrcv(msqid, msgp.address(), msgsz, msgtyp, msgflg);
    }
    return received >= 0 ? received : -Native.getLastError();
  }

  @Override
  public int msgctl(int msqid, int cmd, NativeBuffer buf) {
    return result(C.msgctl(msqid, cmd, buf.address()));
  }

  @Override
  public int shmget(int key, long size, int shmflg) {
    return result(C.shmget(key, size, shmflg));
  }

  @Override
  public long shmat(int shmid, long shmaddr, int shmflg) {
    long address = C.shmat(shmid, shmaddr, shmflg);
    return address == SHMAT_FAILED ? -Native.getLastError() : address;
  }

  @Override
  public int shmdt(long shmaddr) {
    return result(C.shmdt(shmaddr));
  }

  @Override
  public int shmctl(int shmid, int cmd, NativeBuffer buf) {
    return result(C.shmctl(shmid, cmd, buf.address()));
  }

  @Override
  public NativeBuffer memory(long address, int bytes) {
    Pointer pointer = new Pointer(address);
    return new NativeBuffer(pointer.getByteBuffer(0, bytes), address, pointer);
  }

  @Override
  public int semget(int key, int nsems, int semflg) {
    return result(C.semget(key, nsems, semflg));
  }

  @Override
  public int semop(int semid, NativeBuffer sops, long nsops) {
    return nsops == 1 && semopWithoutWaiting(semid, sops)
        ? 0
        : result(C.semop(semid, sops.address(), nsops));
  }

  /** Where it is not done, the operation is left as it was. */
  private boolean semopWithoutWaiting(int semid, NativeBuffer sops) {
    ByteBuffer operation = sops.bytes();
    short flags = operation.getShort(Sembuf.FLG_OFFSET);
    operation.putShort(Sembuf.FLG_OFFSET, (short) (flags | IpcFlags.IPC_NOWAIT));
    FfiFunction.Frame arguments = ((JnaBuffer) sops).frame().set(0, semid).set(2, 1);
    if ((int) fastSemop.call(arguments) == 0) {
      return true;
    }
    operation.putShort(Sembuf.FLG_OFFSET, flags);
    return false;
  }

  @Override
  public int semtimedop(int semid, NativeBuffer sops, long nsops, int timeoutOffset) {
    long timeout = sops.address() + timeoutOffset;
    return result(C.semtimedop(semid, sops.address(), nsops, timeout));
  }

  @Override
  public int semctl(int semid, int semnum, int cmd, int val) {
    return result(C.semctl(semid, semnum, cmd, val));
  }

  @Override
  public int semctl(int semid, int semnum, int cmd, NativeBuffer buf) {
    return result(C.semctl(semid, semnum, cmd, buf.address()));
  }

  @Override
  public int statx(int dirfd, byte[] pathname, int flags, int mask, NativeBuffer statxbuf) {
    return result(C.statx(dirfd, pathname, flags, mask, statxbuf.address()));
  }

  /** JNA keeps errno per thread, as it was when the call came back. */
  private static int result(int returned) {
    return returned >= 0 ? returned : -Native.getLastError();
  }

  /** The C functions. {@code long} stands for pointers, {@code size_t}, {@code ssize_t}, long. */
  private static final class C {
    static {
      Native.register(C.class, Platform.C_LIBRARY_NAME);
    }

    static native int msgget(int key, int msgflg);

    static native int msgsnd(int msqid, long msgp, long msgsz, int msgflg);

    static native long msgrcv(int msqid, long msgp, long msgsz, long msgtyp, int msgflg);

    static native int msgctl(int msqid, int cmd, long buf);

    static native int shmget(int key, long size, int shmflg);

    static native long shmat(int shmid, long shmaddr, int shmflg);

    static native int shmdt(long shmaddr);

    static native int shmctl(int shmid, int cmd, long buf);

    static native int semget(int key, int nsems, int semflg);

    static native int semop(int semid, long sops, long nsops);

    static native int semtimedop(int semid, long sops, long nsops, long timeout);

    /** The last argument is a union of a number and a pointer. */
    static native int semctl(int semid, int semnum, int cmd, long arg);

    static native int statx(int dirfd, byte[] pathname, int flags, int mask, long statxbuf);
  }
}
