package org.phpipc.php;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.process.Fifo;
import org.phpipc.process.PosixFiles;
import org.phpipc.process.ProcessException;
import org.phpipc.process.Processes;

/**
 * PHP's extension posix: processes and named pipes. Source: {@code ext/posix/posix.stub.php} and
 * {@code posix.c} of PHP 8.2.
 *
 * <p>A failure is {@code false} without a warning, -1 where PHP's result is a number, and the error
 * that {@link #posix_get_last_error} gives in this thread.
 */
public final class Posix {
  public static final int POSIX_F_OK = 0;
  public static final int POSIX_X_OK = 1;
  public static final int POSIX_W_OK = 2;
  public static final int POSIX_R_OK = 4;

  private static final int FAILED = -1;
  private static final LastError LAST_ERROR = new LastError();

  private Posix() {}

  /** {@code posix_getpid}. */
  public static int posix_getpid() {
    return Processes.pid();
  }

  /** {@code posix_getppid}. */
  public static int posix_getppid() {
    return Processes.parentPid();
  }

  /** {@code posix_getuid}. */
  public static int posix_getuid() {
    return Processes.userId();
  }

  /** {@code posix_geteuid}. */
  public static int posix_geteuid() {
    return Processes.effectiveUserId();
  }

  /** {@code posix_getgid}. */
  public static int posix_getgid() {
    return Processes.groupId();
  }

  /** {@code posix_getegid}. */
  public static int posix_getegid() {
    return Processes.effectiveGroupId();
  }

  /** {@code posix_getpgrp}. */
  public static int posix_getpgrp() {
    return Processes.group(0);
  }

  /** {@code posix_getpgid}; -1 where PHP answers false. */
  public static int posix_getpgid(long process_id) {
    return number(() -> Processes.group((int) process_id));
  }

  /** {@code posix_getsid}; -1 where PHP answers false. */
  public static int posix_getsid(long process_id) {
    return number(() -> Processes.session((int) process_id));
  }

  /** {@code posix_setpgid}. */
  public static boolean posix_setpgid(long process_id, long process_group_id) {
    return done(() -> Processes.setGroup((int) process_id, (int) process_group_id));
  }

  /** {@code posix_setsid}: the new session, or -1, which leaves the last error as it was. */
  public static int posix_setsid() {
    try {
      return Processes.newSession();
    } catch (ProcessException e) {
      return FAILED;
    }
  }

  /**
   * {@code posix_kill}: sends a signal.
   *
   * @param process_id its low 32 bits count
   * @param signal 0 asks whether the process is there
   */
  public static boolean posix_kill(long process_id, int signal) {
    int pid = (int) process_id;
    if (pid == 0 || (pid < 0 && pid == -Processes.group(0))) {
      return done(() -> SignalDelivery.sendToOwnGroup(pid, signal));
    }
    return (pid == Processes.pid() && SignalDelivery.deliver(signal))
        || done(() -> Processes.kill(pid, signal));
  }

  /** {@code posix_mkfifo}: makes a named pipe; the umask is applied. */
  public static boolean posix_mkfifo(String filename, int permissions) {
    byte[] path = PhpCasts.path("posix_mkfifo", "filename", filename);
    return done(() -> Fifo.create(path, permissions));
  }

  /** {@code posix_access}: whether the file exists. */
  public static boolean posix_access(String filename) {
    return posix_access(filename, POSIX_F_OK);
  }

  /** {@code posix_access}: whether the real user may use the file so. */
  public static boolean posix_access(String filename, int flags) {
    byte[] path = PhpCasts.path("posix_access", "filename", filename);
    if (path.length == 0) {
      LAST_ERROR.set(Errno.EIO.number());
      return false;
    }
    return done(() -> PosixFiles.access(path, flags));
  }

  /** {@code posix_times}: {@code ticks utime stime cutime cstime}. */
  public static Map<String, Long> posix_times() {
    Processes.Times times = Processes.times();
    Map<String, Long> result = new LinkedHashMap<>();
    result.put("ticks", times.clock());
    result.put("utime", times.user());
    result.put("stime", times.system());
    result.put("cutime", times.childUser());
    result.put("cstime", times.childSystem());
    return result;
  }

  /** {@code posix_get_last_error}: of this thread; 0 if no call has failed. */
  public static int posix_get_last_error() {
    return LAST_ERROR.get();
  }

  /** {@code posix_errno}: another name of {@link #posix_get_last_error}. */
  public static int posix_errno() {
    return LAST_ERROR.get();
  }

  /** {@code posix_strerror}: the text of an error. */
  public static String posix_strerror(long error_code) {
    return Errno.text((int) error_code);
  }

  private static boolean done(Runnable call) {
    return refused(call) == null;
  }

  private static @Nullable ProcessException refused(Runnable call) {
    try {
      call.run();
      return null;
    } catch (ProcessException e) {
      LAST_ERROR.set(e.errno());
      return e;
    }
  }

  private static int number(IntSupplier call) {
    int[] result = {FAILED};
    refused(() -> result[0] = call.getAsInt());
    return result[0];
  }
}
