package org.phpipc.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.phpipc.testing.KernelObjects.errnoOf;

import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.libc.IpcLibc;
import org.phpipc.process.ProcessException;
import org.phpipc.process.ProcessSpawner;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.PhpSemaphore;
import org.phpipc.sysv.Selection;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.sysv.SharedVariables;
import org.phpipc.sysv.VariableTableException;

/** What is taken is given back, on the paths of failure too, by whichever binding. */
public abstract class LeakCases {
  private static final int CYCLES = 100_000;

  /** Of what takes far longer than a call. */
  private static final int FEWER_CYCLES = 2_000;

  /** The threads need one larger than that which every thread starts with. */
  private static final int LARGE_BUFFER = 100_000;

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  @Test
  void queues() throws Throwable {
    leavesNothing(
        CYCLES,
        () -> {
          MessageQueue queue = MessageQueue.create(IpcKey.PRIVATE);
          queue.send(1, new byte[100]);
          queue.receive();
          queue.remove();
          errnoOf(queue::receive);
          errnoOf(queue::status);
          errnoOf(() -> queue.peek(0));
        });
  }

  @Test
  void refusedMessages() throws Throwable {
    MessageQueue queue = kernel.queue();
    byte[] tooLarge = new byte[LARGE_BUFFER];
    queue.send(1, new byte[100]);
    leavesNothing(
        CYCLES / 3,
        () -> {
          errnoOf(() -> queue.send(0, new byte[1]));
          errnoOf(() -> queue.send(1, tooLarge));
          errnoOf(() -> queue.receive(Selection.any().atMost(99)));
          queue.peek(1);
        });
  }

  @Test
  void segments() throws Throwable {
    leavesNothing(
        CYCLES,
        () -> {
          SharedSegment segment = SharedSegment.create(IpcKey.PRIVATE, 100);
          segment.remove();
          segment.close();
        });
  }

  @Test
  void segmentsThatCannotBeHad() throws Throwable {
    IpcKey free = kernel.freeKey();
    leavesNothing(
        CYCLES,
        () -> {
          errnoOf(() -> SharedSegment.open(free));
          errnoOf(() -> SharedSegment.create(IpcKey.PRIVATE, 0));
        });
  }

  @Test
  void variablesInASegmentThatIsNotPhps() throws Throwable {
    IpcKey key = kernel.freeKey();
    SharedSegment foreign = kernel.owned(SharedSegment.create(key, 1000));
    foreign.write(0, new byte[] {1, 2, 3});
    leavesNothing(
        CYCLES,
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
        CYCLES,
        () -> {
          PhpSemaphore semaphore = PhpSemaphore.openOrCreate(IpcKey.PRIVATE);
          semaphore.acquire().close();
          semaphore.remove();
          semaphore.close();
          errnoOf(() -> semaphore.set().operate(new SemaphoreSet.Operation(0, -1, true)));
        });
  }

  @Test
  void buffersOfThreadsThatEnd() throws Throwable {
    MessageQueue queue = kernel.queue();
    leavesNothing(
        FEWER_CYCLES,
        () -> {
          CompletableFuture<Void> thread =
              Background.run(
                  () -> {
                    queue.send(1, new byte[100]);
                    IpcLibc.get().buffer(LARGE_BUFFER);
                  });
          thread.join();
          queue.receive();
        });
  }

  @Test
  void processesThatCannotBeStarted() throws Throwable {
    ProcessSpawner missing = ProcessSpawner.of("/no/such/program", "argument");
    leavesNothing(
        FEWER_CYCLES,
        () -> assertThatThrownBy(missing::start).isInstanceOf(ProcessException.class));
  }

  /** Compares what the process holds after many cycles with what it held after some. */
  private static void leavesNothing(int cycles, ThrowingCallable cycle) throws Throwable {
    for (int i = 0; i < cycles / 10; i++) {
      cycle.call();
    }
    Holdings before = Holdings.now();
    for (int i = 0; i < cycles; i++) {
      cycle.call();
    }
    before.areNotExceeded();
  }
}
