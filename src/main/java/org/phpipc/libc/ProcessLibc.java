package org.phpipc.libc;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.phpipc.libc.abi.ProcessFlags;
import org.phpipc.libc.abi.Rusage;
import org.phpipc.libc.abi.Tms;

/**
 * The C calls on processes, under the contract of {@link IpcLibc}: a value of at least 0, or the
 * negated errno.
 *
 * <p>Numbers: {@link ProcessFlags}. Layouts: {@link Rusage}, {@link Tms}.
 */
@SuppressWarnings("ArrayRecordComponent") // a C string; nobody compares requests
public interface ProcessLibc {

  /** The binding of this process, chosen once by {@link LibcLoader}. */
  static ProcessLibc get() {
    return LibcLoader.processes();
  }

  /** As {@link IpcLibc#buffer}; it is another buffer than that. */
  NativeBuffer buffer(int bytes);

  /**
   * What a new process is to be: {@code posix_spawnp} with its two objects as data.
   *
   * @param file the program; searched in {@code PATH} where it holds no slash
   * @param argv all arguments, the first included
   * @param envp {@code NAME=value} each; null for the environment of this process
   * @param actions on the child's descriptors, in order
   * @param flags {@code POSIX_SPAWN_...} of {@link ProcessFlags}
   * @param pgroup the process group; counts with {@code POSIX_SPAWN_SETPGROUP}
   */
  record SpawnRequest(
      byte[] file,
      List<byte[]> argv,
      @Nullable List<byte[]> envp,
      List<FileAction> actions,
      int flags,
      int pgroup) {}

  /** What {@code posix_spawn_file_actions_add...} says. */
  sealed interface FileAction {
    /** {@code to} becomes {@code from}; the same number twice: it stays open in the child. */
    record Dup2(int from, int to) implements FileAction {}

    /** {@code fd} becomes the file. */
    record Open(int fd, byte[] path, int flags, int mode) implements FileAction {}

    /** {@code fd} is closed; one that is not open is none to complain about. */
    record Close(int fd) implements FileAction {}

    /** All from {@code lowest} on are closed, if {@link #closesFrom} says that this can be. */
    record CloseFrom(int lowest) implements FileAction {}
  }

  /** Whether the C library has {@code posix_spawn_file_actions_addclosefrom_np}: glibc 2.34. */
  boolean closesFrom();

  /** Starts a process whose signals are all let through; gives its pid. See posix_spawn(3). */
  int posix_spawn(SpawnRequest request);

  /**
   * Becomes another program; all threads end. Returns only where that fails.
   *
   * <p>Before, all signals are let through: the JVM keeps some of them from its threads.
   *
   * @param envp null for the environment of this process. See execve(2).
   */
  int execve(byte[] pathname, List<byte[]> argv, @Nullable List<byte[]> envp);

  /**
   * Collects a child.
   *
   * @param wstatus receives the status word at 0 and a {@link Rusage} behind it
   * @return its pid, or 0 with {@code WNOHANG} where none is ready. See wait4(2).
   */
  int wait4(int pid, NativeBuffer wstatus, int options);

  /** Waits for a change of a child; {@code infop} receives a siginfo_t. See waitid(2). */
  int waitid(int idtype, int id, NativeBuffer infop, int options);

  /** Sends a signal. See kill(2). */
  int kill(int pid, int sig);

  /**
   * Takes one of some signals that are pending for this process or for the thread that calls.
   *
   * @param set holds a {@code sigset_t}, see {@link Sigaction}, and a {@link Timespec}, how long
   *     the call waits, behind it
   * @return the number of the signal. See sigtimedwait(2).
   */
  int sigtimedwait(NativeBuffer set);

  /**
   * Pages of new memory that no file is behind.
   *
   * @return their address. See mmap(2).
   */
  long mmap(long length, int prot, int flags);

  /** Changes what may be done with pages. See mprotect(2). */
  int mprotect(long addr, long len, int prot);

  /** Gives pages back. See munmap(2). */
  int munmap(long addr, long length);

  /** Seconds, as an unsigned int, that the last alarm had left. See alarm(2). */
  int alarm(int seconds);

  int getpid();

  int getppid();

  int getuid();

  int geteuid();

  int getgid();

  int getegid();

  int getpgid(int pid);

  int getsid(int pid);

  int setsid();

  int setpgid(int pid, int pgid);

  /** Ticks since some time; {@code buf} receives a {@link Tms}. See times(2). */
  long times(NativeBuffer buf);

  /** A figure of the system. See sysconf(3). */
  long sysconf(int name);

  /** The address of the environment: an array of addresses of strings, a 0 at the end. */
  long environ();

  /** The bytes of a string that C has, without the NUL that ends it. */
  byte[] string(long address);

  /** Memory of this process that is there already, and is not given back. */
  NativeBuffer memory(long address, int bytes);

  /** New memory that stays until this process ends. */
  NativeBuffer permanent(int bytes);
}
