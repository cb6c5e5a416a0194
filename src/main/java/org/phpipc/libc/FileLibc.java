package org.phpipc.libc;

import org.phpipc.libc.abi.FileFlags;
import org.phpipc.libc.abi.Pollfd;
import org.phpipc.libc.abi.Statx;

/**
 * The C calls on files, pipes and descriptors, under the contract of {@link IpcLibc}: a value of at
 * least 0, or the negated errno.
 *
 * <p>Numbers: {@link FileFlags}. Layouts: {@link Pollfd}, {@link Statx}. A path is bytes with a NUL
 * at the end.
 */
public interface FileLibc {

  /** The binding of this process, chosen once by {@link LibcLoader}. */
  static FileLibc get() {
    return LibcLoader.files();
  }

  /** As {@link IpcLibc#buffer}; it is another buffer than that. */
  NativeBuffer buffer(int bytes);

  /** A descriptor for the file. See open(2). */
  int open(byte[] pathname, int flags, int mode);

  /** Bytes that were read into {@code buf}; 0 at the end. See read(2). */
  long read(int fd, NativeBuffer buf, long count);

  /** Bytes of {@code buf} that were written. See write(2). */
  long write(int fd, NativeBuffer buf, long count);

  /** Where in the file the next read or write begins. See lseek(2). */
  long lseek(int fd, long offset, int whence);

  /** Gives a descriptor back. See close(2). */
  int close(int fd);

  /** A pipe: two ints in {@code pipefd}, the end to read from and the end to write to. pipe(2). */
  int pipe2(NativeBuffer pipefd, int flags);

  /** How many of the {@link Pollfd} in {@code fds} are ready. See poll(2). */
  int poll(NativeBuffer fds, long nfds, int timeout);

  /** Controls a descriptor. See fcntl(2). */
  int fcntl(int fd, int cmd, int arg);

  /** Locks the open file, or waits for others to unlock it. See flock(2). */
  int flock(int fd, int operation);

  /** Sets the size of a file, in bytes. See ftruncate(2). */
  int ftruncate(int fd, long length);

  /** A descriptor that counts. See eventfd(2). */
  int eventfd(int initval, int flags);

  /** A file in memory, gone when the last descriptor is. See memfd_create(2). */
  int memfd_create(byte[] name, int flags);

  /** Makes a named pipe. See mkfifo(3). */
  int mkfifo(byte[] pathname, int mode);

  /** Whether the real user may use the file so. See access(2). */
  int access(byte[] pathname, int mode);

  /**
   * Describes a file; {@code statxbuf} receives a {@link Statx}.
   *
   * <p>Other than {@link IpcLibc#statx} this is always the kernel's. See statx(2).
   */
  int statx(int dirfd, byte[] pathname, int flags, int mask, NativeBuffer statxbuf);

  /** Removes a name. See unlink(2). */
  int unlink(byte[] pathname);
}
