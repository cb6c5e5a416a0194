package org.phpipc.serialize;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is kept between two uses, by whichever thread comes next: it need not be made
 * again, its arrays need not grow again, and they are in the processor's caches already.
 */
final class Spare<T> {

  private final AtomicReference<@Nullable T> kept = new AtomicReference<>();

  /** The one that is kept, which nobody else has then; null if there is none. */
  @Nullable T take() {
    return kept.getAndSet(null);
  }

  /** Hands one back that the caller must not touch again. */
  void giveBack(T thing) {
    kept.lazySet(thing);
  }
}
