package org.phpipc.serialize;

import java.util.concurrent.atomic.AtomicReference;

/**
 * One array for writing that is kept between two uses, by whichever thread comes next: it need not
 * grow again and is in the processor's caches already.
 */
final class SpareBuffer {

  private static final int FIRST_SIZE = 512;
  private static final int LARGEST_KEPT = 1 << 21;

  private static final AtomicReference<byte[]> SPARE = new AtomicReference<>();

  private SpareBuffer() {}

  /** An array of any size, which nobody else has. */
  static byte[] take() {
    byte[] spare = SPARE.getAndSet(null);
    return spare == null ? new byte[FIRST_SIZE] : spare;
  }

  /** Hands an array back, which the caller must not touch again. */
  static void giveBack(byte[] buffer) {
    if (buffer.length <= LARGEST_KEPT) {
      SPARE.lazySet(buffer);
    }
  }
}
