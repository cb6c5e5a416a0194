package org.phpipc.libc.abi;

/** The kernel's and the C library's numbers for processes on 64-bit Linux. */
public final class ProcessFlags {
  // linux/wait.h
  public static final int WNOHANG = 1;
  public static final int WUNTRACED = 2;
  public static final int WEXITED = 4;
  public static final int WCONTINUED = 8;
  public static final int WNOWAIT = 0x01000000;
  public static final int P_ALL = 0;
  public static final int P_PID = 1;
  public static final int P_PGID = 2;

  // spawn.h
  public static final int POSIX_SPAWN_SETPGROUP = 0x02;
  public static final int POSIX_SPAWN_SETSIGMASK = 0x08;
  public static final int POSIX_SPAWN_SETSID = 0x80;

  // asm-generic/signal.h
  public static final int SIG_SETMASK = 2;

  // asm-generic/mman-common.h
  public static final int PROT_READ = 1;
  public static final int PROT_WRITE = 2;
  public static final int PROT_EXEC = 4;
  public static final int MAP_PRIVATE = 2;
  public static final int MAP_ANONYMOUS = 0x20;

  // bits/confname.h
  public static final int SC_CLK_TCK = 2;

  public static final int SC_OPEN_MAX = 4;

  /** {@code siginfo_t} and {@code sigset_t} of glibc, bytes. */
  public static final int SIGINFO_SIZE = 128;

  public static final int SIGSET_SIZE = 128;

  /** {@code posix_spawnattr_t} and {@code posix_spawn_file_actions_t} of glibc, bytes. */
  public static final int SPAWNATTR_SIZE = 336;

  public static final int FILE_ACTIONS_SIZE = 80;

  private ProcessFlags() {}
}
