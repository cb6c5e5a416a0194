package org.phpipc.cli.demo;

import java.util.Optional;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.IpcMissingException;
import org.phpipc.sysv.PhpSemaphore;
import org.phpipc.sysv.SharedVariables;

/**
 * The number that both processes of the demo count up, in shared memory under a semaphore: the
 * classic example of why there are semaphores. {@code count} in {@code php-interop/demo.php} is its
 * twin.
 */
final class DemoCounter implements AutoCloseable {
  private static final long VARIABLE = 1;
  private static final PhpSerializer SERIALIZER = PhpSerializer.standard();

  private final SharedVariables variables;
  private final PhpSemaphore semaphore;

  /** Opens the counter with this key; creates it if there is none. */
  DemoCounter(IpcKey key) {
    variables = SharedVariables.openOrCreate(key);
    semaphore = PhpSemaphore.openOrCreate(key);
  }

  void count(long times) throws InterruptedException {
    for (long n = 0; n < times; n++) {
      variables.update(
          VARIABLE, semaphore, bytes -> Optional.of(SERIALIZER.write(number(bytes) + 1)));
    }
  }

  long number() {
    return number(variables.get(VARIABLE));
  }

  private static long number(Optional<byte[]> bytes) {
    return bytes.map(value -> (Long) SERIALIZER.read(value)).orElse(0L);
  }

  /** Destroys the segment and the semaphore if they exist. */
  void remove() {
    removeIfThere(variables::remove);
    removeIfThere(semaphore::remove);
  }

  private static void removeIfThere(Runnable removal) {
    try {
      removal.run();
    } catch (IpcMissingException e) {
      // The object is gone, as intended.
    }
  }

  @Override
  public void close() {
    semaphore.close();
    variables.close();
  }
}
