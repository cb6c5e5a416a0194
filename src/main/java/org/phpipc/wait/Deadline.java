package org.phpipc.wait;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time at which a wait ends. */
public final class Deadline {
  /** Longer than any process lives. */
  public static final Duration FOREVER = Duration.ofDays(36_500);

  private final long end;
  private final boolean never;

  private Deadline(long end, boolean never) {
    this.end = end;
    this.never = never;
  }

  /** The deadline {@code patience} from now, which counts for 292 years at most. */
  public static Deadline after(Duration patience) {
    long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(patience);
    return new Deadline(end, patience.compareTo(FOREVER) >= 0);
  }

  /** Whether the patience was {@link #FOREVER}, so that the wait has no end. */
  public boolean isNever() {
    return never;
  }

  /** Whether the time is over. */
  public boolean isOver() {
    return nanosLeft() <= 0;
  }

  /** Nanoseconds until the end; 0 or less when the time is over. */
  public long nanosLeft() {
    return end - System.nanoTime();
  }

  /** For poll(2): rounded up, so that it never ends early and spins. */
  public int millisLeft() {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanosLeft() + 999_999);
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, millis));
  }
}
