package org.phpipc.php;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.phpipc.process.Processes;
import org.phpipc.process.Signal;
import org.phpipc.process.Signals;

/**
 * Signals between the moment they come and the moment their handlers run, and whom they wake.
 *
 * <p>A function of the face that waits does so in {@link #waiting}. A signal with a handler
 * interrupts the thread there, and the function ends as PHP's does when the kernel answers EINTR.
 */
final class SignalDelivery {
  private static final Object LOCK = new Object();

  /** Handlers never run side by side, as in PHP. */
  private static final Object RUNNING = new Object();

  private static final Map<Integer, Installed> HANDLERS = new HashMap<>();
  private static final Set<Integer> IGNORED = new HashSet<>();
  private static final Queue<Integer> PENDING = new ArrayDeque<>();
  private static final List<Waiter> WAITERS = new ArrayList<>();

  /** How many signals of a number have been queued. */
  private static final Map<Integer, Long> ARRIVALS = new HashMap<>();

  /** Far more than a thread of the JVM needs to take a signal from the kernel. */
  private static final long LONGEST_ARRIVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static boolean async;

  private record Installed(PhpSignalHandler handler, boolean restart) {}

  private static final class Waiter {
    private final Thread thread = Thread.currentThread();
    private final boolean restartable;
    private boolean signaled;

    Waiter(boolean restartable) {
      this.restartable = restartable;
    }
  }

  /** What waits, and ends when its thread is interrupted. */
  @FunctionalInterface
  interface Waiting<T> {
    T call() throws InterruptedException;
  }

  private SignalDelivery() {}

  /** The handler of a signal, or null if none is installed. */
  static @Nullable PhpSignalHandler handler(int signal) {
    synchronized (LOCK) {
      Installed installed = HANDLERS.get(signal);
      return installed == null ? null : installed.handler;
    }
  }

  static void install(Signal signal, PhpSignalHandler handler, boolean restart) {
    synchronized (LOCK) {
      Signals.listen(signal, SignalDelivery::came);
      HANDLERS.put(signal.number(), new Installed(handler, restart));
      IGNORED.remove(signal.number());
    }
  }

  /** The handler is forgotten: the signal is ignored, or does what it does by default. */
  static void uninstall(Signal signal, boolean ignored) {
    Signals.collect();
    synchronized (LOCK) {
      if (ignored) {
        Signals.ignore(signal);
        IGNORED.add(signal.number());
      } else {
        Signals.reset(signal);
        IGNORED.remove(signal.number());
      }
      HANDLERS.remove(signal.number());
    }
  }

  /** Whether the script ignores the signal. */
  static boolean isIgnored(int signal) {
    synchronized (LOCK) {
      return IGNORED.contains(signal);
    }
  }

  /**
   * Takes a signal that this process sends to itself, if it has a handler: by the kernel it would
   * come through another thread of the JVM, which may be later than the next dispatch.
   */
  static boolean deliver(int signal) {
    Signals.collect();
    boolean queued = queued(signal);
    if (queued && isAsync()) {
      dispatch();
    }
    return queued;
  }

  /**
   * Sends a signal to the group of this process. If this process has a handler for it, the handler
   * runs with the next dispatch, so this waits until the signal has come.
   */
  static void sendToOwnGroup(int group, int signal) {
    Signals.collect();
    long before = arrivals(signal);
    Processes.kill(group, signal);
    if (handler(signal) != null) {
      Signals.collect();
      awaitMoreThan(before, signal);
    }
  }

  private static long arrivals(int signal) {
    synchronized (LOCK) {
      return ARRIVALS.getOrDefault(signal, 0L);
    }
  }

  /** It ends in any case: somebody else may have set another handler for the signal. */
  private static void awaitMoreThan(long arrivals, int signal) {
    long end = System.nanoTime() + LONGEST_ARRIVAL_NANOS;
    synchronized (LOCK) {
      long left = LONGEST_ARRIVAL_NANOS;
      while (arrivals(signal) == arrivals && left > 0) {
        try {
          TimeUnit.NANOSECONDS.timedWait(LOCK, left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
        left = end - System.nanoTime();
      }
    }
  }

  /** The thread that tells of the signal is needed for the next one. */
  private static void came(Signal signal) {
    if (queued(signal.number()) && isAsync()) {
      Thread dispatcher = new Thread(SignalDelivery::dispatch, signal + " handler");
      dispatcher.setDaemon(true);
      dispatcher.start();
    }
  }

  /** Whether there is a handler, for which the signal now waits. */
  private static boolean queued(int signal) {
    synchronized (LOCK) {
      Installed installed = HANDLERS.get(signal);
      if (installed == null) {
        return false;
      }
      PENDING.add(signal);
      for (Waiter waiter : WAITERS) {
        if (!waiter.restartable || !installed.restart) {
          waiter.signaled = true;
          waiter.thread.interrupt();
        }
      }
      ARRIVALS.merge(signal, 1L, Long::sum);
      LOCK.notifyAll();
      return true;
    }
  }

  /** Runs the handlers of the signals that came. */
  static void dispatch() {
    Signals.collect();
    synchronized (RUNNING) {
      for (Integer signal = next(); signal != null; signal = next()) {
        PhpSignalHandler handler = handler(signal);
        if (handler != null) {
          handler.handle(signal);
        }
      }
    }
  }

  private static @Nullable Integer next() {
    synchronized (LOCK) {
      return PENDING.poll();
    }
  }

  static boolean isAsync() {
    synchronized (LOCK) {
      return async;
    }
  }

  static void setAsync(boolean newAsync) {
    synchronized (LOCK) {
      async = newAsync;
    }
    if (newAsync) {
      dispatch();
    }
  }

  /**
   * Waits until the call is done, a signal with a handler comes, or the thread is interrupted by
   * somebody else, which it stays.
   *
   * @param restartable whether handlers that restart calls let this one go on
   * @throws InterruptedException if it was not done
   */
  static <T> T waiting(boolean restartable, Waiting<T> call) throws InterruptedException {
    Waiter waiter = new Waiter(restartable);
    synchronized (LOCK) {
      WAITERS.add(waiter);
    }
    boolean interrupted = false;
    try {
      return call.call();
    } catch (InterruptedException e) {
      interrupted = true;
      throw e;
    } finally {
      synchronized (LOCK) {
        WAITERS.remove(waiter);
        if (waiter.signaled) {
          Thread.interrupted();
        } else if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
