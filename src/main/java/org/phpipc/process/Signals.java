package org.phpipc.process;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.commons.lang3.Validate;
import org.jspecify.annotations.Nullable;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.Sigaction;
import org.phpipc.wait.WakeUpSignal;

/**
 * What this process does when a signal comes.
 *
 * <p>Signals with a handler go through a native handler and a pipe, from which a thread reads them
 * in the order in which they came. Real-time signals are queued by the kernel: each that was sent
 * comes. Of other signals the kernel keeps one until a thread takes it.
 *
 * <p>These are refused: SIGQUIT, SIGILL, SIGFPE and SIGSEGV while the JVM has a handler there,
 * signal 62, with which the JDK wakes threads, SIGKILL and SIGSTOP, which the kernel keeps, 32 and
 * 33, which the C library keeps, and by name the signal that wakes the threads of this library.
 */
public final class Signals {
  private static final Set<Signal> HANDLED_BY_JVM =
      Set.of(Signal.QUIT, Signal.named("ILL"), Signal.named("FPE"), Signal.named("SEGV"));

  /** Ends calls on sockets and files that are closed. It may have no handler yet. */
  private static final Signal WAKES_THREADS_OF_JDK = new Signal(62);

  private static final Map<Integer, Consumer<Signal>> LISTENERS = new ConcurrentHashMap<>();

  /** The signals that have a listener: bit n-1 stands for signal n. */
  private static final AtomicLong HEARD = new AtomicLong();

  private static volatile @Nullable SignalPipe pipe;

  private Signals() {}

  /** Lets the handler run, in a thread of its own, for each such signal. */
  public static void handle(Signal signal, Consumer<Signal> handler) {
    listen(signal, came -> start(came + " handler", () -> handler.accept(came)));
  }

  /**
   * Tells the listener of each such signal, one after the other, in a thread that {@link #collect}s
   * them. Other signals wait until the listener returns, so it must be quick.
   *
   * @throws org.phpipc.SetupException if this process may have no native handler
   */
  public static void listen(Signal signal, Consumer<Signal> listener) {
    refuseKept(signal);
    long handler = pipe().handler();
    LISTENERS.put(signal.number(), listener);
    try {
      install(signal, handler);
    } catch (IllegalArgumentException e) {
      LISTENERS.remove(signal.number());
      throw e;
    }
    HEARD.updateAndGet(set -> set | bit(signal));
  }

  /** Ignores the signal. */
  public static void ignore(Signal signal) {
    forget(signal, Sigaction.SIG_IGN);
  }

  /** Does what the kernel does by default: mostly, it ends the process without shutdown hooks. */
  public static void reset(Signal signal) {
    forget(signal, Sigaction.SIG_DFL);
  }

  private static void forget(Signal signal, long handler) {
    refuseKept(signal);
    install(signal, handler);
    HEARD.updateAndGet(set -> set & ~bit(signal));
    LISTENERS.remove(signal.number());
  }

  /**
   * Tells the listeners of all signals that were sent before, without waiting for the thread that
   * reads them.
   */
  public static void collect() {
    SignalPipe opened = pipe;
    if (opened != null) {
      opened.drainAll(HEARD.get(), Signals::tell);
    }
  }

  /** A listener that fails, for example to start a thread, does not keep signals from others. */
  private static void tell(int number) {
    Consumer<Signal> listener = LISTENERS.get(number);
    try {
      if (listener != null) {
        listener.accept(new Signal(number));
      }
    } catch (RuntimeException | Error e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  private static SignalPipe pipe() {
    SignalPipe opened = pipe;
    return opened == null ? openOnce() : opened;
  }

  private static synchronized SignalPipe openOnce() {
    SignalPipe opened = pipe;
    if (opened == null) {
      SignalPipe fresh = SignalPipe.open();
      start("phpipc-signals", () -> collectFrom(fresh));
      pipe = fresh;
      opened = fresh;
    }
    return opened;
  }

  @SuppressWarnings("InfiniteLoopStatement") // a daemon thread
  private static void collectFrom(SignalPipe opened) {
    while (true) {
      opened.await();
      opened.drain(HEARD.get(), Signals::tell);
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void refuseKept(Signal signal) {
    Validate.isTrue(
        signal.number() != WakeUpSignal.number(),
        "%s wakes threads that wait in the kernel: -D%s chooses another signal for that",
        signal,
        WakeUpSignal.PROPERTY);
    boolean ofJvm = HANDLED_BY_JVM.contains(signal) && hasHandler(signal);
    Validate.isTrue(!ofJvm && !signal.equals(WAKES_THREADS_OF_JDK), kept(signal));
  }

  private static String kept(Signal signal) {
    return signal + " cannot be handled in Java: the JVM or the kernel keeps it for itself";
  }

  private static boolean hasHandler(Signal signal) {
    IpcLibc libc = IpcLibc.kernel();
    NativeBuffer acts = libc.buffer(2 * Sigaction.SIZE);
    libc.sigaction(signal.number(), acts, -1, 0);
    long present = acts.bytes().getLong(Sigaction.HANDLER_OFFSET);
    return present != Sigaction.SIG_DFL && present != Sigaction.SIG_IGN;
  }

  /** All signals wait while the handler runs, as with handlers of the JVM. */
  private static void install(Signal signal, long handler) {
    IpcLibc libc = IpcLibc.kernel();
    NativeBuffer acts = libc.buffer(2 * Sigaction.SIZE);
    acts.bytes()
        .putLong(Sigaction.HANDLER_OFFSET, handler)
        .putLong(Sigaction.MASK_OFFSET, -1)
        .putInt(Sigaction.FLAGS_OFFSET, Sigaction.SA_RESTART | Sigaction.SA_ONSTACK)
        .putLong(Sigaction.RESTORER_OFFSET, 0);
    Validate.isTrue(libc.sigaction(signal.number(), acts, 0, Sigaction.SIZE) >= 0, kept(signal));
  }

  private static long bit(Signal signal) {
    return 1L << (signal.number() - 1);
  }
}
