package org.phpipc.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The end of somebody's patience. */
final class Deadline {
  /** Longer than any process lives. */
  static final Duration FOREVER = Duration.ofDays(36_500);

  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline after(Duration patience) {
    return new Deadline(System.nanoTime() + TimeUnit.NANOSECONDS.convert(patience));
  }

  boolean isOver() {
    return nanosLeft() <= 0;
  }

  long nanosLeft() {
    return end - System.nanoTime();
  }

  /** For poll(2): rounded up, so that it never ends early and spins. */
  int millisLeft() {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanosLeft() + 999_999);
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, millis));
  }
}
