package org.phpipc.wait;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.phpipc.Errno;

/**
 * Calls that wait in the kernel, ended by {@link Thread#interrupt} and by a deadline. A call gives
 * its result or the negated errno; EINTR for any other reason is no end, the call is made again.
 *
 * <p>A call goes through the binding that was chosen for System V calls, or through the kernel's,
 * as calls on files do: {@link WakeUp} tells them apart.
 */
public final class Waiting {
  /** The result where the time was over; no call that is made here gives it. */
  public static final long TIMED_OUT = -Errno.ETIMEDOUT.number();

  private static final long EINTR = Errno.EINTR.number();

  private Waiting() {}

  /**
   * Makes a System V call until it has a result.
   *
   * @throws InterruptedException if the thread is interrupted; the call has done nothing then
   */
  public static long untilDone(LongSupplier call) throws InterruptedException {
    return untilDone(WakeUp.ofThisThread(), call);
  }

  /** As {@link #untilDone(LongSupplier)} with the wake-up of this thread for such calls. */
  public static long untilDone(WakeUp wakeUp, LongSupplier call) throws InterruptedException {
    long result;
    do {
      result = wakeUp.run(call);
      throwIfInterrupted(result);
    } while (result == -EINTR);
    return result;
  }

  /**
   * Makes a System V call until it has a result, or until it is too late.
   *
   * @return {@link #TIMED_OUT} where it is too late; the call has done nothing then
   * @throws InterruptedException if the thread is interrupted; the call has done nothing then
   */
  public static long until(Deadline deadline, LongSupplier call) throws InterruptedException {
    return until(WakeUp.ofThisThread(), deadline, call);
  }

  /** As {@link #until(Deadline, LongSupplier)} with the wake-up of this thread for such calls. */
  public static long until(WakeUp wakeUp, Deadline deadline, LongSupplier call)
      throws InterruptedException {
    if (deadline.isNever()) {
      return untilDone(wakeUp, call);
    }
    // The alarm sees its time over and then looks for a call; here it is the other way round.
    LongSupplier inTime = () -> deadline.isOver() ? -EINTR : call.getAsLong();
    while (true) {
      long left = deadline.nanosLeft();
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
