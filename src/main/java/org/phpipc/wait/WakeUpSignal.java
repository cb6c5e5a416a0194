package org.phpipc.wait;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.phpipc.Errno;
import org.phpipc.SetupException;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.Sigaction;

/**
 * The signal that makes a thread leave a call that waits in the kernel. Its handler does nothing:
 * that a handler ran is what ends the call (EINTR). It is installed without SA_RESTART: System V
 * calls are never restarted anyway, open(2), read(2) and write(2) would be. See signal(7).
 *
 * <p>Real-time signal {@value #DEFAULT}, or the one that the system property {@value #PROPERTY}
 * names. The JVM uses none of 34 to 64 but 62.
 */
public final class WakeUpSignal {
  /** The system property that names another signal. */
  public static final String PROPERTY = "phpipc.wakeup.signal";

  private static final int DEFAULT = 60;
  private static final int FIRST_REAL_TIME = 34;
  private static final int LAST_REAL_TIME = 64;

  /** SIGURG, which does no harm where nobody handles it. */
  private static final int SUBSTITUTE = 23;

  /** A function that may be called with a signal's number at any time and has no effect. */
  private static final String DOES_NOTHING = "abs";

  private static final int PID = (int) ProcessHandle.current().pid();

  /** A process has one binding, or two when System V calls are emulated. */
  private static final Map<IpcLibc, WakeUpSignal> INSTALLED = new ConcurrentHashMap<>();

  private final IpcLibc libc;
  private final int number;

  private WakeUpSignal(IpcLibc libc, int number) {
    this.libc = libc;
    this.number = number;
  }

  /**
   * The signal of this process, with its handler in place.
   *
   * @throws SetupException each time, if the program handles or ignores the signal itself, or the
   *     property names no signal that can be used
   */
  public static WakeUpSignal of(IpcLibc libc) {
    return INSTALLED.computeIfAbsent(libc, binding -> installed(binding, number()));
  }

  static WakeUpSignal installed(IpcLibc libc, int number) {
    WakeUpSignal signal = new WakeUpSignal(libc, number);
    signal.install();
    return signal;
  }

  /** The number of the signal of this process. */
  public static int number() {
    return number(System.getProperty(PROPERTY, String.valueOf(DEFAULT)));
  }

  static int number(String value) {
    OptionalInt number = parsed(value);
    if (number.isEmpty()
        || number.getAsInt() < FIRST_REAL_TIME
        || number.getAsInt() > LAST_REAL_TIME) {
      throw new SetupException(
          String.format(
              Locale.ROOT,
              "-D%s=%s: must be a real-time signal, %d to %d",
              PROPERTY,
              value,
              FIRST_REAL_TIME,
              LAST_REAL_TIME));
    }
    return number.getAsInt();
  }

  private static OptionalInt parsed(String value) {
    try {
      return OptionalInt.of(Integer.parseInt(value));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private void install() {
    long ours = libc.dlsym(DOES_NOTHING);
    NativeBuffer acts = libc.allocate(2 * Sigaction.SIZE);
    long present = present(number, acts);
    if (present != Sigaction.SIG_DFL && present != ours) {
      throw new SetupException(
          String.format(
              Locale.ROOT,
              "signal %d, which wakes threads that wait in the kernel, %s already: choose another with -D%s=%d to %d",
              number,
              present == Sigaction.SIG_IGN ? "is ignored" : "has a handler",
              PROPERTY,
              FIRST_REAL_TIME,
              LAST_REAL_TIME));
    }
    install(number, acts);
  }

  private long present(int signal, NativeBuffer acts) {
    check("sigaction", signal, libc.sigaction(signal, acts, -1, 0));
    return acts.bytes().getLong(Sigaction.HANDLER_OFFSET);
  }

  private void install(int signal, NativeBuffer acts) {
    clear(acts.bytes(), Sigaction.SIZE);
    acts.bytes().putLong(Sigaction.HANDLER_OFFSET, libc.dlsym(DOES_NOTHING));
    check("sigaction", signal, libc.sigaction(signal, acts, 0, Sigaction.SIZE));
  }

  /** Lets the signals reach the thread that calls: it may have inherited a mask that does not. */
  void admit() {
    NativeBuffer set = libc.buffer(Sigaction.SIGSET_SIZE);
    clear(set.bytes(), Sigaction.SIGSET_SIZE);
    set.bytes().putLong(0, 1L << (number - 1) | 1L << (SUBSTITUTE - 1));
    check("sigprocmask", number, libc.sigprocmask(Sigaction.SIG_UNBLOCK, set));
  }

  /**
   * Sends it to a thread of this process; says whether there is such a thread.
   *
   * <p>If the user has too many signals pending (RLIMIT_SIGPENDING), the kernel refuses real-time
   * signals with EAGAIN, perhaps forever. It refuses no other signal, so one of these is sent.
   */
  public boolean send(int tid) {
    int result = libc.tgkill(PID, tid, number);
    if (result == -Errno.EAGAIN.number()) {
      installSubstitute();
      result = libc.tgkill(PID, tid, SUBSTITUTE);
    }
    return result >= 0;
  }

  /** A handler that the program has there stays: that it runs ends System V calls, too. */
  private void installSubstitute() {
    NativeBuffer acts = libc.allocate(2 * Sigaction.SIZE);
    long present = present(SUBSTITUTE, acts);
    if (present == Sigaction.SIG_DFL || present == Sigaction.SIG_IGN) {
      install(SUBSTITUTE, acts);
    }
  }

  private static void clear(ByteBuffer bytes, int size) {
    for (int i = 0; i < size; i += Long.BYTES) {
      bytes.putLong(i, 0);
    }
  }

  private static void check(String call, int signal, int result) {
    if (result < 0) {
      throw new IllegalStateException(call + " on signal " + signal + ": " + Errno.text(-result));
    }
  }
}
