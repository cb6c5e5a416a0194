package org.phpipc.libc.abi;

/**
 * The kernel's numbers for files and descriptors on 64-bit Linux, all those that x86-64 and aarch64
 * agree on.
 */
public final class FileFlags {
  // asm-generic/fcntl.h
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0100;
  public static final int O_EXCL = 0200;
  public static final int O_TRUNC = 01000;
  public static final int O_APPEND = 02000;
  public static final int O_NONBLOCK = 04000;
  public static final int O_CLOEXEC = 02000000;
  public static final int F_GETFD = 1;
  public static final int F_SETFD = 2;
  public static final int F_GETFL = 3;
  public static final int F_SETFL = 4;
  public static final int F_DUPFD_CLOEXEC = 1030;
  public static final int FD_CLOEXEC = 1;

  // asm-generic/fcntl.h, for flock(2)
  public static final int LOCK_EX = 2;

  // linux/fs.h
  public static final int SEEK_SET = 0;
  public static final int SEEK_END = 2;

  // linux/fcntl.h
  public static final int AT_FDCWD = -100;
  public static final int AT_EMPTY_PATH = 0x1000;

  // linux/stat.h
  public static final int S_IFMT = 0170000;
  public static final int S_IFIFO = 0010000;
  public static final int S_IFREG = 0100000;

  // asm-generic/poll.h
  public static final int POLLIN = 1;
  public static final int POLLPRI = 2;
  public static final int POLLOUT = 4;
  public static final int POLLERR = 8;
  public static final int POLLHUP = 16;
  public static final int POLLNVAL = 32;

  // linux/limits.h
  public static final int PIPE_BUF = 4096;

  // bits/eventfd.h, linux/memfd.h
  public static final int EFD_CLOEXEC = O_CLOEXEC;
  public static final int EFD_NONBLOCK = O_NONBLOCK;
  public static final int MFD_CLOEXEC = 1;

  private FileFlags() {}
}
