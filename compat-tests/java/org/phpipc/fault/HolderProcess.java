package org.phpipc.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.PhpSemaphore;
import org.phpipc.sysv.SharedSegment;

/**
 * Counts under a semaphore, and notes each number that it gave. The PHP twin is {@code holder.php}.
 */
final class HolderProcess {
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private HolderProcess() {}

  /**
   * A process.
   *
   * @param args ledger, key
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    IpcKey key = new IpcKey(Integer.parseInt(args[1]));
    try (Ledger given = new Ledger(args[0]);
        PhpSemaphore semaphore = PhpSemaphore.openOrCreate(key);
        SharedSegment cell = SharedSegment.open(key)) {
      while (true) {
        PhpSemaphore.Place place = semaphore.acquire();
        try (place) {
          long number = number(cell) + 1;
          cell.write(0, ByteBuffer.allocate(Long.BYTES).order(ORDER).putLong(number).array());
          given.note(number);
        }
      }
    }
  }

  /** The last number that was given. */
  static long number(SharedSegment cell) {
    return ByteBuffer.wrap(cell.read(0, Long.BYTES)).order(ORDER).getLong();
  }
}
