package org.phpipc.sysv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.KernelObjects.errnoOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.KernelObjects;

/** What is taken is given back, on the paths of failure too. */
class LeakTest {
  private static final int CYCLES = 20_000;
  private static final int WARM_UP = 2_000;

  /** The JVM and the machine live on meanwhile; a leak in a cycle is a hundred times that. */
  private static final int NOISE = CYCLES / 100;

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  @Test
  void queues() throws Throwable {
    leavesNothing(
        () -> {
          MessageQueue queue = MessageQueue.create(IpcKey.PRIVATE);
          queue.send(1, new byte[100]);
          queue.receive();
          queue.remove();
          errnoOf(queue::receive);
          errnoOf(queue::status);
        });
  }

  @Test
  void segments() throws Throwable {
    leavesNothing(
        () -> {
          SharedSegment segment = SharedSegment.create(IpcKey.PRIVATE, 100);
          segment.remove();
          segment.close();
        });
  }

  @Test
  void segmentsThatCannotBeHad() throws Throwable {
    IpcKey free = kernel.freeKey();
    leavesNothing(() -> errnoOf(() -> SharedSegment.open(free)));
  }

  @Test
  void variablesInASegmentThatIsNotPhps() throws Throwable {
    IpcKey key = kernel.freeKey();
    SharedSegment foreign = kernel.owned(SharedSegment.create(key, 1000));
    foreign.write(0, new byte[] {1, 2, 3});
    leavesNothing(
        () -> {
          try (SharedVariables variables = SharedVariables.open(key)) {
            variables.get(1);
          } catch (VariableTableException expected) {
            // The segment is let go all the same.
          }
        });
  }

  @Test
  void semaphores() throws Throwable {
    leavesNothing(
        () -> {
          PhpSemaphore semaphore = PhpSemaphore.openOrCreate(IpcKey.PRIVATE);
          semaphore.acquire().close();
          semaphore.remove();
          semaphore.close();
          errnoOf(() -> semaphore.set().operate(new SemaphoreSet.Operation(0, -1, true)));
        });
  }

  /** Compares what the process holds after many cycles with what it held after some. */
  private static void leavesNothing(ThrowingCallable cycle) throws Throwable {
    for (int i = 0; i < WARM_UP; i++) {
      cycle.call();
    }
    List<Long> before = held();
    for (int i = 0; i < CYCLES; i++) {
      cycle.call();
    }
    assertThat(held()).zipSatisfy(before, (now, then) -> assertThat(now).isLessThan(then + NOISE));
  }

  /** Descriptors of this process, queues, segments, sets, mappings of this process. */
  private static List<Long> held() throws IOException {
    List<Long> held = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      held.add(descriptors.count());
    }
    for (String table : List.of("sysvipc/msg", "sysvipc/shm", "sysvipc/sem", "self/maps")) {
      held.add((long) Files.readAllLines(Path.of("/proc", table)).size());
    }
    return held;
  }
}
