package org.phpipc.libc.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.NativeIpcLibc;
import org.phpipc.libc.abi.SyscallNumber;
import org.phpipc.libc.jna.FfiFunction.CType;

/**
 * {@link IpcLibc} by JNA. Only primitives cross the border (an address is a long), and nothing is
 * allocated. First attempts go by {@link FfiFunction}, everything else by direct mapping.
 */
public final class JnaIpcLibc extends NativeIpcLibc {
  private static final long SHMAT_FAILED = -1;

  private final FfiFunction fastMsgsnd =
      new FfiFunction("msgsnd", CType.INT, CType.INT, CType.LONG, CType.LONG, CType.INT);
  private final FfiFunction fastMsgrcv =
      new FfiFunction(
          "msgrcv", CType.LONG, CType.INT, CType.LONG, CType.LONG, CType.LONG, CType.INT);
  private final FfiFunction fastSemop =
      new FfiFunction("semop", CType.INT, CType.INT, CType.LONG, CType.LONG);

  public JnaIpcLibc() {
    super(JnaBuffer::allocate);
  }

  @Override
  public int msgget(int key, int msgflg) {
    return result(C.msgget(key, msgflg));
  }

  @Override
  protected boolean msgsndAtOnce(int msqid, NativeBuffer msgp, long msgsz, int msgflg) {
    FfiFunction.Frame arguments =
        ((JnaBuffer) msgp).frame().set(0, msqid).set(2, msgsz).set(3, msgflg);
    return (int) fastMsgsnd.call(arguments) == 0;
  }

  @Override
  protected int msgsndOrErrno(int msqid, NativeBuffer msgp, long msgsz, int msgflg) {
    return result(C.msgsnd(msqid, msgp.address(), msgsz, msgflg));
  }

  @Override
  public long msgrcvAtOnce(int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg) {
    FfiFunction.Frame arguments =
        ((JnaBuffer) msgp).frame().set(0, msqid).set(2, msgsz).set(3, msgtyp).set(4, msgflg);
    return fastMsgrcv.call(arguments);
  }

  @Override
  protected long msgrcvOrErrno(int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg) {
    long received = C.msgrcv(msqid, msgp.address(), msgsz, msgtyp, msgflg);
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
  protected boolean semopAtOnce(int semid, NativeBuffer sops, long nsops) {
    FfiFunction.Frame arguments = ((JnaBuffer) sops).frame().set(0, semid).set(2, nsops);
    return (int) fastSemop.call(arguments) == 0;
  }

  @Override
  protected int semopOrErrno(int semid, NativeBuffer sops, long nsops) {
    return result(C.semop(semid, sops.address(), nsops));
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

  @Override
  public int geteuid() {
    return (int) C.syscall(SyscallNumber.GETEUID, 0, 0, 0);
  }

  @Override
  public int gettid() {
    return (int) C.syscall(SyscallNumber.GETTID, 0, 0, 0);
  }

  @Override
  public int tgkill(int tgid, int tid, int sig) {
    return result((int) C.syscall(SyscallNumber.TGKILL, tgid, tid, sig));
  }

  @Override
  public int sigaction(int signum, NativeBuffer acts, int actOffset, int oldactOffset) {
    long act = actOffset < 0 ? 0 : acts.address() + actOffset;
    return result(C.sigaction(signum, act, acts.address() + oldactOffset));
  }

  @Override
  public int sigprocmask(int how, NativeBuffer set) {
    return result(C.sigprocmask(how, set.address(), 0));
  }

  @Override
  public long dlsym(String symbol) {
    return Pointer.nativeValue(
        NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction(symbol));
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

    /** In place of functions that C libraries before 2020 do not have. */
    static native long syscall(long number, long first, long second, long third);

    static native int sigaction(int signum, long act, long oldact);

    static native int sigprocmask(int how, long set, long oldset);

    static native int statx(int dirfd, byte[] pathname, int flags, int mask, long statxbuf);
  }
}
