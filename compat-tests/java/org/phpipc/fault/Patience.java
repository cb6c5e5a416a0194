package org.phpipc.fault;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for other processes, and says so when it takes too long. */
final class Patience {
  private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

  private final long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
  private final String complaint;

  Patience(String complaint) {
    this.complaint = complaint;
  }

  void pause() {
    if (System.nanoTime() > end) {
      throw new AssertionError(complaint);
    }
    LockSupport.parkNanos(PAUSE_NANOS);
  }
}
