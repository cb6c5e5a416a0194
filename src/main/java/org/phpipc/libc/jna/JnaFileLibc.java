package org.phpipc.libc.jna;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.phpipc.libc.FileLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.ThreadBuffers;

/** {@link FileLibc} by JNA: direct mappings of primitives and paths. */
public final class JnaFileLibc implements FileLibc {
  private final ThreadBuffers buffers = new ThreadBuffers(JnaBuffer::allocate);

  @Override
  public NativeBuffer buffer(int bytes) {
    return buffers.get(bytes);
  }

  @Override
  public int open(byte[] pathname, int flags, int mode) {
    return result(C.open(pathname, flags, mode));
  }

  @Override
  public long read(int fd, NativeBuffer buf, long count) {
    return result(C.read(fd, buf.address(), count));
  }

  @Override
  public long write(int fd, NativeBuffer buf, long count) {
    return result(C.write(fd, buf.address(), count));
  }

  @Override
  public long lseek(int fd, long offset, int whence) {
    return result(C.lseek(fd, offset, whence));
  }

  @Override
  public int close(int fd) {
    return result(C.close(fd));
  }

  @Override
  public int pipe2(NativeBuffer pipefd, int flags) {
    return result(C.pipe2(pipefd.address(), flags));
  }

  @Override
  public int poll(NativeBuffer fds, long nfds, int timeout) {
    return result(C.poll(fds.address(), nfds, timeout));
  }

  @Override
  public int fcntl(int fd, int cmd, int arg) {
    return result(C.fcntl(fd, cmd, arg));
  }

  @Override
  public int flock(int fd, int operation) {
    return result(C.flock(fd, operation));
  }

  @Override
  public int ftruncate(int fd, long length) {
    return result(C.ftruncate(fd, length));
  }

  @Override
  public int eventfd(int initval, int flags) {
    return result(C.eventfd(initval, flags));
  }

  @Override
  public int memfd_create(byte[] name, int flags) {
    return result(C.memfd_create(name, flags));
  }

  @Override
  public int mkfifo(byte[] pathname, int mode) {
    return result(C.mkfifo(pathname, mode));
  }

  @Override
  public int access(byte[] pathname, int mode) {
    return result(C.access(pathname, mode));
  }

  @Override
  public int statx(int dirfd, byte[] pathname, int flags, int mask, NativeBuffer statxbuf) {
    return result(C.statx(dirfd, pathname, flags, mask, statxbuf.address()));
  }

  @Override
  public int unlink(byte[] pathname) {
    return result(C.unlink(pathname));
  }

  private static int result(int returned) {
    return returned >= 0 ? returned : -Native.getLastError();
  }

  private static long result(long returned) {
    return returned >= 0 ? returned : -Native.getLastError();
  }

  /** The C functions. {@code long} stands for pointers, {@code size_t} and {@code ssize_t}. */
  private static final class C {
    static {
      Native.register(C.class, Platform.C_LIBRARY_NAME);
    }

    static native int open(byte[] pathname, int flags, int mode);

    static native long read(int fd, long buf, long count);

    static native long write(int fd, long buf, long count);

    static native long lseek(int fd, long offset, int whence);

    static native int close(int fd);

    static native int pipe2(long pipefd, int flags);

    static native int poll(long fds, long nfds, int timeout);

    static native int fcntl(int fd, int cmd, int arg);

    static native int flock(int fd, int operation);

    static native int ftruncate(int fd, long length);

    static native int eventfd(int initval, int flags);

    static native int memfd_create(byte[] name, int flags);

    static native int mkfifo(byte[] pathname, int mode);

    static native int access(byte[] pathname, int mode);

    static native int statx(int dirfd, byte[] pathname, int flags, int mask, long statxbuf);

    static native int unlink(byte[] pathname);
  }
}
