package org.phpipc.sysv;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.phpipc.Errno;

/**
 * Calls that wait in the kernel, ended by {@link Thread#interrupt} and by a deadline. A call gives
 * its result or the negated errno; EINTR for any other reason is no end, the call is made again.
 */
final class Waiting {
  /** The result where the time was over; no System V call gives it. */
  static final long TIMED_OUT = -Errno.ETIMEDOUT.number();

  private static final long EINTR = Errno.EINTR.number();

  private Waiting() {}

  /**
   * Makes a call until it has a result.
   *
   * @throws InterruptedException where the thread is interrupted; the call has done nothing then
   */
  static long untilDone(LongSupplier call) throws InterruptedException {
    WakeUp wakeUp = WakeUp.ofThisThread();
    long result;
    do {
      result = wakeUp.run(call);
      throwIfInterrupted(result);
    } while (result == -EINTR);
    return result;
  }

  /** The end of so much patience, for {@link #until}; 292 years at most. */
  static long deadline(Duration patience) {
    return System.nanoTime() + TimeUnit.NANOSECONDS.convert(patience);
  }

  /**
   * Makes a call until it has a result, or until it is too late.
   *
   * @return {@link #TIMED_OUT} where it is too late; the call has done nothing then
   * @throws InterruptedException where the thread is interrupted; the call has done nothing then
   */
  static long until(long deadline, LongSupplier call) throws InterruptedException {
    WakeUp wakeUp = WakeUp.ofThisThread();
    // The alarm sees its time over and then looks for a call; here it is the other way round.
    LongSupplier inTime = () -> left(deadline) > 0 ? call.getAsLong() : -EINTR;
    while (true) {
      long left = left(deadline);
      if (left <= 0) {
        return TIMED_OUT;
      }
      long result = Alarm.after(left, wakeUp, inTime);
      throwIfInterrupted(result);
      if (result != -EINTR) {
        return result;
      }
    }
  }

  private static long left(long deadline) {
    return deadline - System.nanoTime();
  }

  /** A result that is not EINTR stands: an interrupt that came too late stays pending. */
  private static void throwIfInterrupted(long result) throws InterruptedException {
    if (result == -EINTR && Thread.interrupted()) {
      throw new InterruptedException("interrupted while waiting in the kernel");
    }
  }

  /** Ends calls when their time is over, in a thread that the first deadline starts. */
  private static final class Alarm {
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    static long after(long nanos, WakeUp wakeUp, LongSupplier call) {
      long number = wakeUp.next();
      Future<?> alarm = CLOCK.schedule(() -> wakeUp.end(number), nanos, TimeUnit.NANOSECONDS);
      try {
        return wakeUp.run(call);
      } finally {
        alarm.cancel(false);
      }
    }

    private static ScheduledThreadPoolExecutor clock() {
      ScheduledThreadPoolExecutor clock =
          new ScheduledThreadPoolExecutor(
              1,
              task -> {
                Thread thread = new Thread(task, "phpipc-deadlines");
                thread.setDaemon(true);
                return thread;
              });
      clock.setRemoveOnCancelPolicy(true);
      return clock;
    }
  }
}
