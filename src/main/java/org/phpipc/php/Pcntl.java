package org.phpipc.php;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.lang3.ArrayUtils;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.process.ChildProcess;
import org.phpipc.process.Children;
import org.phpipc.process.Children.Collected;
import org.phpipc.process.JavaChild;
import org.phpipc.process.ProcessException;
import org.phpipc.process.ProcessSpawner;
import org.phpipc.process.Processes;
import org.phpipc.process.ResourceUsage;
import org.phpipc.process.SerializableRunnable;
import org.phpipc.process.Signal;
import org.phpipc.process.WaitStatus;

/**
 * PHP's extension pcntl: children and signals. Source: {@code ext/pcntl/pcntl.stub.php} and {@code
 * pcntl.c} of PHP 8.2 and what that PHP was seen to do.
 *
 * <p>The JVM cannot fork: {@link #pcntl_spawn(SerializableRunnable)} takes the place of {@code
 * pcntl_fork}. Signals come to a thread of the JVM: they are queued until {@link
 * #pcntl_signal_dispatch}, or with {@link #pcntl_async_signals} handled there at once, beside the
 * thread that they interrupt.
 */
public final class Pcntl {
  public static final int WNOHANG = 1;
  public static final int WUNTRACED = 2;
  public static final int WCONTINUED = 8;
  public static final int SIG_DFL = 0;
  public static final int SIG_IGN = 1;
  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGILL = 4;
  public static final int SIGTRAP = 5;
  public static final int SIGABRT = 6;
  public static final int SIGBUS = 7;
  public static final int SIGFPE = 8;
  public static final int SIGKILL = 9;
  public static final int SIGUSR1 = 10;
  public static final int SIGSEGV = 11;
  public static final int SIGUSR2 = 12;
  public static final int SIGPIPE = 13;
  public static final int SIGALRM = 14;
  public static final int SIGTERM = 15;
  public static final int SIGSTKFLT = 16;
  public static final int SIGCHLD = 17;
  public static final int SIGCONT = 18;
  public static final int SIGSTOP = 19;
  public static final int SIGTSTP = 20;
  public static final int SIGTTIN = 21;
  public static final int SIGTTOU = 22;
  public static final int SIGURG = 23;
  public static final int SIGXCPU = 24;
  public static final int SIGXFSZ = 25;
  public static final int SIGVTALRM = 26;
  public static final int SIGPROF = 27;
  public static final int SIGWINCH = 28;
  public static final int SIGIO = 29;
  public static final int SIGPWR = 30;
  public static final int SIGSYS = 31;
  public static final int SIGRTMIN = 34;
  public static final int SIGRTMAX = 64;
  public static final int SIGIOT = SIGABRT;
  public static final int SIGCLD = SIGCHLD;
  public static final int SIGPOLL = SIGIO;
  public static final int SIGBABY = SIGSYS;

  public static final int PCNTL_EINTR = 4;
  public static final int PCNTL_ECHILD = 10;
  public static final int PCNTL_EINVAL = 22;
  public static final int PCNTL_EAGAIN = 11;
  public static final int PCNTL_ESRCH = 3;
  public static final int PCNTL_EACCES = 13;
  public static final int PCNTL_EPERM = 1;
  public static final int PCNTL_ENOMEM = 12;
  public static final int PCNTL_ENOENT = 2;

  private static final int FAILED = -1;
  private static final LastError LAST_ERROR = new LastError();

  private Pcntl() {}

  /**
   * {@code pcntl_fork} does not exist in Java.
   *
   * @throws UnsupportedOperationException always, with what to write instead
   */
  @SuppressWarnings("DoNotCallSuggester") // a ported script calls it, and is to read the message
  public static long pcntl_fork() {
    throw new UnsupportedOperationException(
        """
        pcntl_fork(): a JVM cannot be forked. Put what the child does into a method and start it:
            long pid = pcntl_spawn(() -> child(queueKey));      // instead of if (pcntl_fork() == 0) { ... exit; }
        The child is a new JVM: hand it what it needs as captured values; it opens queues and segments anew.""");
  }

  /**
   * Starts a child JVM that runs the task, with this JVM's class path, module path and settings.
   *
   * @return its pid; -1 after a warning
   */
  public static long pcntl_spawn(SerializableRunnable task) {
    return spawned(() -> JavaChild.start(task));
  }

  /** Starts a child JVM that runs {@code main} of a class; its pid, or -1 after a warning. */
  public static long pcntl_spawn(Class<?> main, String... args) {
    return spawned(() -> JavaChild.of(main, args).start());
  }

  /** Starts a command such as {@code php worker.php}; its pid, or -1 after a warning. */
  public static long pcntl_spawn(String... command) {
    return spawned(() -> ProcessSpawner.of(command).start());
  }

  /**
   * PHP's {@code pcntl_fork} warns {@code Error 11} if it fails; this function reports the cause as
   * well.
   */
  private static long spawned(Supplier<ChildProcess> start) {
    System.out.flush();
    try {
      return start.get().pid();
    } catch (ProcessException e) {
      return failedSpawn(e.errno(), e);
    } catch (IllegalArgumentException e) {
      return failedSpawn(Errno.EINVAL.number(), e);
    }
  }

  private static long failedSpawn(int errno, RuntimeException e) {
    LAST_ERROR.set(errno);
    PhpWarnings.warn("pcntl_spawn", "Error " + errno + ": " + e.getMessage());
    return FAILED;
  }

  /** {@code pcntl_wait($status)}: waits for any child. */
  public static long pcntl_wait(Ref<Long> status) {
    return pcntl_wait(status, 0);
  }

  /** {@code pcntl_wait($status, $flags)}. */
  public static long pcntl_wait(Ref<Long> status, int flags) {
    return pcntl_wait(status, flags, new Ref<>());
  }

  /** {@code pcntl_wait}: as {@link #pcntl_waitpid} for any child. */
  public static long pcntl_wait(
      Ref<Long> status, int flags, Ref<Map<String, Long>> resource_usage) {
    return pcntl_waitpid(Children.ANY, status, flags, resource_usage);
  }

  /** {@code pcntl_waitpid($process_id, $status)}. */
  public static long pcntl_waitpid(long process_id, Ref<Long> status) {
    return pcntl_waitpid(process_id, status, 0);
  }

  /** {@code pcntl_waitpid($process_id, $status, $flags)}. */
  public static long pcntl_waitpid(long process_id, Ref<Long> status, int flags) {
    return pcntl_waitpid(process_id, status, flags, new Ref<>());
  }

  /**
   * {@code pcntl_waitpid}: collects a child.
   *
   * @param process_id of a child; -1 for any; 0 for any of the own group; below for any of a group
   * @param status receives the status word; stays as it was, cast to int, if there is none
   * @param flags {@link #WNOHANG}, {@link #WUNTRACED}, {@link #WCONTINUED}
   * @param resource_usage receives the resources that the child used; empty if there is none
   * @return its pid; 0 if {@link #WNOHANG} finds none ready; -1 and the last error
   */
  public static long pcntl_waitpid(
      long process_id, Ref<Long> status, int flags, Ref<Map<String, Long>> resource_usage) {
    status.value = PhpCasts.intCast(status.value);
    resource_usage.value = new LinkedHashMap<>();
    try {
      Optional<Collected> child = collect((int) process_id, flags);
      child.ifPresent(
          collected -> {
            status.value = (long) collected.status().word();
            resource_usage.value = usage(collected.usage());
          });
      return child.map(Collected::pid).orElse(0);
    } catch (ProcessException e) {
      LAST_ERROR.set(e.errno());
    } catch (InterruptedException e) {
      LAST_ERROR.set(PCNTL_EINTR);
    }
    return FAILED;
  }

  private static Optional<Collected> collect(int pid, int flags) throws InterruptedException {
    return (flags & WNOHANG) != 0
        ? Children.poll(pid, flags)
        : Optional.of(SignalDelivery.waiting(true, () -> Children.await(pid, flags)));
  }

  private static Map<String, Long> usage(ResourceUsage usage) {
    Map<String, Long> result = new LinkedHashMap<>();
    result.put("ru_oublock", usage.blocksOut());
    result.put("ru_inblock", usage.blocksIn());
    result.put("ru_msgsnd", usage.messagesSent());
    result.put("ru_msgrcv", usage.messagesReceived());
    result.put("ru_maxrss", usage.maxResidentKilobytes());
    result.put("ru_ixrss", usage.sharedText());
    result.put("ru_idrss", usage.unsharedData());
    result.put("ru_minflt", usage.minorFaults());
    result.put("ru_majflt", usage.majorFaults());
    result.put("ru_nsignals", usage.signals());
    result.put("ru_nvcsw", usage.voluntarySwitches());
    result.put("ru_nivcsw", usage.involuntarySwitches());
    result.put("ru_nswap", usage.swaps());
    result.put("ru_utime.tv_usec", usage.userMicros());
    result.put("ru_utime.tv_sec", usage.userSeconds());
    result.put("ru_stime.tv_usec", usage.systemMicros());
    result.put("ru_stime.tv_sec", usage.systemSeconds());
    return result;
  }

  /** {@code pcntl_wifexited}. */
  public static boolean pcntl_wifexited(long status) {
    return new WaitStatus((int) status).exited();
  }

  /** {@code pcntl_wexitstatus}. */
  public static int pcntl_wexitstatus(long status) {
    return new WaitStatus((int) status).exitStatus();
  }

  /** {@code pcntl_wifsignaled}. */
  public static boolean pcntl_wifsignaled(long status) {
    return new WaitStatus((int) status).signaled();
  }

  /** {@code pcntl_wtermsig}. */
  public static int pcntl_wtermsig(long status) {
    return new WaitStatus((int) status).termSignal();
  }

  /** {@code pcntl_wifstopped}. */
  public static boolean pcntl_wifstopped(long status) {
    return new WaitStatus((int) status).stopped();
  }

  /** {@code pcntl_wstopsig}. */
  public static int pcntl_wstopsig(long status) {
    return new WaitStatus((int) status).stopSignal();
  }

  /** {@code pcntl_wifcontinued}. */
  public static boolean pcntl_wifcontinued(long status) {
    return new WaitStatus((int) status).continued();
  }

  /**
   * {@code pcntl_signal($signal, SIG_DFL)} or {@code SIG_IGN}.
   *
   * @throws PhpError if the kernel or the JVM keeps the signal for itself
   */
  public static boolean pcntl_signal(int signal, int handler) {
    Signal wanted = signal(signal);
    if (handler != SIG_DFL && handler != SIG_IGN) {
      String complaint = "must be either SIG_DFL or SIG_IGN when an integer value is given";
      throw new PhpValueError("pcntl_signal", 2, "handler", complaint);
    }
    return installed(signal, () -> SignalDelivery.uninstall(wanted, handler == SIG_IGN));
  }

  /** {@code pcntl_signal($signal, $handler)}: restarts waiting calls, but not for SIGALRM. */
  public static boolean pcntl_signal(int signal, PhpSignalHandler handler) {
    return pcntl_signal(signal, handler, signal != SIGALRM);
  }

  /**
   * {@code pcntl_signal}: has the handler called for the signal.
   *
   * @param restart_syscalls whether {@code pcntl_wait} goes on after the signal; {@code sleep} and
   *     {@code usleep} never do
   * @throws PhpError if the kernel or the JVM keeps the signal for itself
   */
  public static boolean pcntl_signal(
      int signal, PhpSignalHandler handler, boolean restart_syscalls) {
    Signal wanted = signal(signal);
    return installed(signal, () -> SignalDelivery.install(wanted, handler, restart_syscalls));
  }

  private static Signal signal(int signal) {
    if (signal < 1) {
      throw new PhpValueError("pcntl_signal", 1, "signal", "must be greater than or equal to 1");
    } else if (signal > Signal.HIGHEST) {
      throw new PhpValueError("pcntl_signal", 1, "signal", "must be less than 65");
    }
    return new Signal(signal);
  }

  /** In PHP a fatal error, with the same words. */
  private static boolean installed(int signal, Runnable install) {
    try {
      install.run();
      return true;
    } catch (IllegalArgumentException e) {
      throw new PhpError("Error installing signal handler for " + signal + ": " + e.getMessage());
    }
  }

  /**
   * {@code pcntl_signal_get_handler}: the {@link PhpSignalHandler} that is installed, or {@link
   * #SIG_DFL} or {@link #SIG_IGN}.
   */
  public static Object pcntl_signal_get_handler(int signal) {
    if (signal < 1 || signal > 32) {
      String complaint = "must be between 1 and 32";
      throw new PhpValueError("pcntl_signal_get_handler", 1, "signal", complaint);
    }
    PhpSignalHandler handler = SignalDelivery.handler(signal);
    return handler != null ? handler : SignalDelivery.isIgnored(signal) ? SIG_IGN : SIG_DFL;
  }

  /** {@code pcntl_signal_dispatch}: runs the handlers of signals that came. */
  public static boolean pcntl_signal_dispatch() {
    SignalDelivery.dispatch();
    return true;
  }

  /** {@code pcntl_async_signals()}: whether handlers run at once. */
  public static boolean pcntl_async_signals() {
    return SignalDelivery.isAsync();
  }

  /** {@code pcntl_async_signals}: lets handlers run at once, or not; gives what was before. */
  public static boolean pcntl_async_signals(boolean enable) {
    boolean before = SignalDelivery.isAsync();
    SignalDelivery.setAsync(enable);
    return before;
  }

  /**
   * {@code pcntl_alarm}: sends SIGALRM after {@code seconds}; 0 cancels. Returns the seconds that
   * were left before.
   */
  public static long pcntl_alarm(long seconds) {
    return Processes.alarm((int) seconds);
  }

  /** {@code pcntl_exec($path)}. */
  public static boolean pcntl_exec(String path) {
    return exec(path, List.of(), null);
  }

  /** {@code pcntl_exec($path, $args)}: with the environment of this process. */
  public static boolean pcntl_exec(String path, List<?> args) {
    return exec(path, args, null);
  }

  /**
   * {@code pcntl_exec}: becomes another program. Does not return, but false after a warning.
   *
   * @param path {@code PATH} is not searched
   * @param args without the program's own name; as in PHP 8.2 each ends at a NUL in it
   * @param env_vars in place of the environment
   */
  public static boolean pcntl_exec(String path, List<?> args, Map<?, ?> env_vars) {
    return exec(path, args, env_vars);
  }

  private static boolean exec(String path, List<?> args, @Nullable Map<?, ?> env_vars) {
    byte[] program = PhpCasts.path("pcntl_exec", "path", path);
    List<byte[]> arguments = args.stream().map(Pcntl::cString).toList();
    System.out.flush();
    try {
      Processes.become(program, arguments, env_vars == null ? null : environment(env_vars));
    } catch (ProcessException e) {
      LAST_ERROR.set(e.errno());
      PhpWarnings.warn(
          "pcntl_exec",
          String.format(
              Locale.ROOT, "Error has occurred: (errno %d) %s", e.errno(), Errno.text(e.errno())));
    }
    return false;
  }

  private static List<byte[]> environment(Map<?, ?> variables) {
    List<byte[]> entries = new ArrayList<>();
    variables.forEach(
        (name, value) ->
            entries.add(
                ArrayUtils.addAll(ArrayUtils.add(cString(name), (byte) '='), cString(value))));
    return entries;
  }

  /** PHP's {@code (string)} as C reads it: up to the first NUL. */
  private static byte[] cString(@Nullable Object value) {
    byte[] bytes = PhpCasts.stringCast(value);
    int length = ArrayUtils.indexOf(bytes, (byte) 0);
    return length < 0 ? bytes : Arrays.copyOf(bytes, length);
  }

  /** {@code pcntl_get_last_error}: of this thread; 0 if no call has failed. */
  public static int pcntl_get_last_error() {
    return LAST_ERROR.get();
  }

  /** {@code pcntl_errno}: another name of {@link #pcntl_get_last_error}. */
  public static int pcntl_errno() {
    return LAST_ERROR.get();
  }

  /** {@code pcntl_strerror}: the text of an error. */
  public static String pcntl_strerror(long error_code) {
    return Errno.text((int) error_code);
  }
}
