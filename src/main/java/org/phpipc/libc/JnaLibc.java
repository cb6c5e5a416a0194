package org.phpipc.libc;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * {@link Libc} by JNA's direct mapping. Only primitives cross the border (an address is a long):
 * that form costs least and allocates nothing.
 */
final class JnaLibc implements Libc {
  private final ThreadBuffers buffers = new ThreadBuffers(JnaLibc::allocate);

  private static NativeBuffer allocate(int bytes) {
    Memory memory = new Memory(bytes);
    return new NativeBuffer(memory.getByteBuffer(0, bytes), Pointer.nativeValue(memory), memory);
  }

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
    return result(C.msgsnd(msqid, msgp.address(), msgsz, msgflg));
  }

  @Override
  public long msgrcv(int msqid, NativeBuffer msgp, long msgsz, long msgtyp, int msgflg) {
    long received = C.msgrcv(msqid, msgp.address(), msgsz, msgtyp, msgflg);
    return received >= 0 ? received : -Native.getLastError();
  }

  @Override
  public int msgctl(int msqid, int cmd, NativeBuffer buf) {
    return result(C.msgctl(msqid, cmd, buf.address()));
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

    static native int statx(int dirfd, byte[] pathname, int flags, int mask, long statxbuf);
  }
}
