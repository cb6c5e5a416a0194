package org.phpipc.wait;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.phpipc.Errno;
import org.phpipc.SetupException;
import org.phpipc.libc.Libc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.Sigaction;
import org.phpipc.libc.Siginfo;

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

  /** A function that may be called with a signal's number at any time and has no effect. */
  private static final String DOES_NOTHING = "abs";

  private static final int PID = (int) ProcessHandle.current().pid();

  /** A process has one binding, or two when System V calls are emulated. */
  private static final Map<Libc, WakeUpSignal> INSTALLED = new ConcurrentHashMap<>();

  private final Libc libc;
  private final int number;

  /** As if kill(2) had sent the signal. It is only read, so that all threads share it. */
  private final NativeBuffer info;

  private WakeUpSignal(Libc libc, int number) {
    this.libc = libc;
    this.number = number;
    info = libc.allocate(Siginfo.SIZE);
    info.bytes().putInt(Siginfo.SIGNO_OFFSET, number).putInt(Siginfo.CODE_OFFSET, Siginfo.SI_USER);
  }

  /**
   * The signal of this process, with its handler in place.
   *
   * @throws SetupException each time, if the program handles or ignores the signal itself, or the
   *     property names no signal that can be used
   */
  public static WakeUpSignal of(Libc libc) {
    return INSTALLED.computeIfAbsent(libc, binding -> installed(binding, number()));
  }

  static WakeUpSignal installed(Libc libc, int number) {
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
    NativeBuffer acts = libc.buffer(2 * Sigaction.SIZE);
    check("sigaction", libc.sigaction(number, acts, -1, 0));
    long present = acts.bytes().getLong(Sigaction.HANDLER_OFFSET);
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
    clear(acts.bytes(), Sigaction.SIZE);
    acts.bytes().putLong(Sigaction.HANDLER_OFFSET, ours);
    check("sigaction", libc.sigaction(number, acts, 0, Sigaction.SIZE));
  }

  /** Lets the signal reach the thread that calls: it may have inherited a mask that does not. */
  void admit() {
    NativeBuffer set = libc.buffer(Sigaction.SIGSET_SIZE);
    clear(set.bytes(), Sigaction.SIGSET_SIZE);
    set.bytes().putLong(0, 1L << (number - 1));
    check("sigprocmask", libc.sigprocmask(Sigaction.SIG_UNBLOCK, set));
  }

  /**
   * Sends it to a thread of this process; says whether there is such a thread.
   *
   * <p>If the user has too many signals pending (RLIMIT_SIGPENDING), the kernel refuses a real-time
   * signal of tgkill(2) with EAGAIN, because it could not keep who sent the signal. For a signal
   * that kill(2) sends it does without that, so the signal is sent again as one of these.
   */
  public boolean send(int tid) {
    int result = libc.tgkill(PID, tid, number);
    if (result == -Errno.EAGAIN.number()) {
      result = libc.rt_tgsigqueueinfo(PID, tid, number, info);
    }
    return result >= 0 || result == -Errno.EAGAIN.number();
  }

  private static void clear(ByteBuffer bytes, int size) {
    for (int i = 0; i < size; i += Long.BYTES) {
      bytes.putLong(i, 0);
    }
  }

  private void check(String call, int result) {
    if (result < 0) {
      throw new IllegalStateException(call + " on signal " + number + ": " + Errno.text(-result));
    }
  }
}
