package org.phpipc.libc.memory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.phpipc.Errno;

/**
 * A thread that waits in a call, until somebody gives it the result. Used under the kernel's lock.
 */
final class Sleeper {
  /** For {@link #sleep}: no time is too long. */
  static final long FOREVER = Long.MAX_VALUE;

  private final Condition woken;
  private boolean done;
  private long result;

  Sleeper(Condition woken) {
    this.woken = woken;
  }

  boolean isDone() {
    return done;
  }

  /** Ends the call, unless it has a result already. */
  void wake(long withResult) {
    if (!done) {
      done = true;
      result = withResult;
      woken.signal();
    }
  }

  /** The result, or minus EAGAIN after {@code nanos}. An interrupt stays pending. */
  long sleep(long nanos) {
    boolean interrupted = false;
    long end = System.nanoTime() + nanos;
    while (!done) {
      long left = nanos == FOREVER ? FOREVER : end - System.nanoTime();
      if (left <= 0) {
        wake(-Errno.EAGAIN.number());
        break;
      }
      try {
        woken.await(left, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result;
  }
}
