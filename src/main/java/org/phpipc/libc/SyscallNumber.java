package org.phpipc.libc;

/**
 * Numbers for {@code syscall(2)}, from {@code asm/unistd_64.h} (x86-64) and {@code
 * asm-generic/unistd.h} (aarch64).
 */
final class SyscallNumber {
  private static final boolean AMD64 = System.getProperty("os.arch").equals("amd64");

  static final long SEMOP = AMD64 ? 65 : 193;
  static final long MSGSND = AMD64 ? 69 : 189;
  static final long MSGRCV = AMD64 ? 70 : 188;
  static final long GETEUID = AMD64 ? 107 : 175;
  static final long GETTID = AMD64 ? 186 : 178;
  static final long TGKILL = AMD64 ? 234 : 131;

  private SyscallNumber() {}
}
