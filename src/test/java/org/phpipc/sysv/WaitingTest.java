package org.phpipc.sysv;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.Errno;
import org.phpipc.libc.IpcLibc;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.KernelObjects;
import org.phpipc.wait.WakeUpSignal;

/** What ends a call that waits in the kernel. */
class WaitingTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofDays(365_000);

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  private MessageQueue queue;

  @BeforeEach
  void makeQueue() {
    queue = kernel.queue();
  }

  /** A thread that waits, and what came of it. */
  private record Waiter(Thread thread, CompletableFuture<Void> end) {
    static Waiter start(ThrowingCallable call) {
      AtomicReference<Thread> thread = new AtomicReference<>();
      CompletableFuture<Void> started = new CompletableFuture<>();
      CompletableFuture<Void> end =
          Background.run(
              () -> {
                thread.set(Thread.currentThread());
                started.complete(null);
                call.call();
              });
      started.join();
      return new Waiter(thread.get(), end);
    }

    void interruptEndsIt() {
      thread.interrupt();
      assertThatThrownBy(end::join).hasCauseExactlyInstanceOf(InterruptedException.class);
    }
  }

  @Nested
  class Interrupts {
    @Test
    void endAReceive() throws InterruptedException {
      Waiter waiter = Waiter.start(queue::receive);
      BlockedCalls.await("msgrcv", queue);
      waiter.interruptEndsIt();
      queue.send(1, new byte[1]);
      assertThat(queue.status().messages()).isOne();
    }

    @Test
    void endAReceiveWithALimit() {
      Waiter waiter = Waiter.start(() -> queue.receive(LONG));
      BlockedCalls.await("msgrcv", queue);
      waiter.interruptEndsIt();
    }

    @Test
    void endAnAwait() {
      Waiter waiter = Waiter.start(() -> queue.await(Selection.any()));
      BlockedCalls.await("msgrcv", queue);
      waiter.interruptEndsIt();
    }

    @Test
    void endASendAndNothingIsSent() throws InterruptedException {
      fill();
      Waiter waiter = Waiter.start(() -> queue.send(2, new byte[1]));
      BlockedCalls.await("msgsnd", queue);
      waiter.interruptEndsIt();
      assertThat(queue.receive().type()).isOne();
      assertThat(queue.tryReceive()).isEmpty();
    }

    @Test
    void endAnAcquireAndNothingIsTaken() throws InterruptedException {
      try (PhpSemaphore semaphore = PhpSemaphore.openOrCreate(kernel.freeKey())) {
        kernel.owned(semaphore.set());
        PhpSemaphore.Place place = semaphore.acquire();
        Waiter waiter = Waiter.start(semaphore::acquire);
        BlockedCalls.awaitWaiter(semaphore.set(), 0);
        waiter.interruptEndsIt();
        place.close();
        assertThat(semaphore.free()).isOne();
      }
    }

    @Test
    void endACallThatBeginsAfterThem() {
      CompletableFuture<Void> end =
          Background.run(
              () -> {
                Thread.currentThread().interrupt();
                queue.receive();
              });
      assertThatThrownBy(end::join).hasCauseExactlyInstanceOf(InterruptedException.class);
    }

    @Test
    void stayPendingWhereAMessageIsThere() throws Exception {
      queue.send(7, new byte[1]);
      CompletableFuture<Boolean> interrupted =
          Background.get(
              () -> {
                Thread.currentThread().interrupt();
                assertThat(queue.receive().type()).isEqualTo(7);
                return Thread.interrupted();
              });
      assertThat(interrupted.get()).isTrue();
    }

    @Test
    void areClearedByTheException() throws Exception {
      Thread[] thread = new Thread[1];
      CompletableFuture<Boolean> pending =
          Background.get(
              () -> {
                thread[0] = Thread.currentThread();
                assertThatThrownBy(queue::receive).isInstanceOf(InterruptedException.class);
                return Thread.interrupted();
              });
      BlockedCalls.await("msgrcv", queue);
      thread[0].interrupt();
      assertThat(pending.get()).isFalse();
    }
  }

  @Nested
  class Patience {
    @Test
    void receivesNothingWhereItEnds() throws InterruptedException {
      assertThat(queue.receive(SHORT)).isEmpty();
      assertThat(queue.receive(Selection.type(3), Duration.ofSeconds(-1))).isEmpty();
    }

    @Test
    void ofNoTimeStillTellsOfAMessageThatIsTooLarge() throws InterruptedException {
      queue.send(1, new byte[2]);
      assertThatThrownBy(() -> queue.receive(Selection.any().atMost(1), Duration.ZERO))
          .isInstanceOfSatisfying(
              IpcException.class, e -> assertThat(e.errno()).isEqualTo(Errno.E2BIG.number()));
    }

    @Test
    void ofNoTimeStillTellsOfAMessageThatCannotBeSent() {
      assertThatThrownBy(() -> queue.send(0, new byte[2], Duration.ZERO))
          .isInstanceOfSatisfying(
              IpcException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL.number()));
    }

    /** The time may be over before the thread is in the kernel: then nobody would wake it. */
    @Test
    void endsHoweverShortItIs() throws InterruptedException {
      for (int nanos = 1; nanos < 20_000; nanos++) {
        assertThat(queue.receive(Duration.ofNanos(nanos))).isEmpty();
      }
    }

    /** A virtual thread that has slept may be on another kernel thread than before. */
    @Test
    void endsInVirtualThreadsOnWhateverKernelThread() throws Exception {
      assumeTrue(Runtime.version().feature() >= 21, "virtual threads need Java 21");
      ExecutorService threads =
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
      Callable<Boolean> waits =
          () -> {
            boolean empty = true;
            for (int i = 0; i < 50; i++) {
              empty &= queue.receive(SHORT).isEmpty();
              Thread.sleep(1);
            }
            return empty;
          };
      try {
        for (Future<Boolean> empty : threads.invokeAll(Collections.nCopies(4, waits))) {
          assertThat(empty.get()).isTrue();
        }
      } finally {
        threads.shutdownNow();
      }
    }

    @Test
    void receivesWhatComesInTime() throws InterruptedException {
      CompletableFuture<Boolean> received =
          Background.get(() -> queue.receive(Selection.type(3), LONG).isPresent());
      BlockedCalls.await("msgrcv", queue);
      queue.send(3, new byte[8_000]);
      assertThat(received.join()).isTrue();
    }

    @Test
    void sendsNothingWhereItEnds() throws InterruptedException {
      fill();
      assertThat(queue.send(2, new byte[1], SHORT)).isFalse();
      assertThat(queue.status().messages()).isOne();
    }

    @Test
    void sendsWhereThereIsRoomInTime() throws InterruptedException {
      fill();
      CompletableFuture<Boolean> sent = Background.get(() -> queue.send(2, new byte[1], LONG));
      BlockedCalls.await("msgsnd", queue);
      queue.receive();
      assertThat(sent.join()).isTrue();
      assertThat(queue.receive().type()).isEqualTo(2);
    }

    @Test
    void isNeededOnlyWhereItMustWait() throws InterruptedException {
      assertThat(queue.send(1, new byte[1], Duration.ZERO)).isTrue();
      assertThat(queue.receive(Duration.ZERO)).isPresent();
    }
  }

  @Nested
  class OtherSignals {
    @Test
    void endNoReceive() throws Exception {
      AtomicInteger tid = new AtomicInteger();
      CompletableFuture<Message> receiver =
          Background.get(
              () -> {
                tid.set(IpcLibc.get().gettid());
                return queue.receive();
              });
      for (int i = 0; i < 100; i++) {
        BlockedCalls.await("msgrcv", queue);
        WakeUpSignal.of(IpcLibc.get()).send(tid.get());
      }
      queue.send(5, new byte[0]);
      assertThat(receiver.get().type()).isEqualTo(5);
    }

    @Test
    void endNoTimedOperation() throws Exception {
      SemaphoreSet set = kernel.owned(SemaphoreSet.create(kernel.freeKey(), 1));
      AtomicInteger tid = new AtomicInteger();
      CompletableFuture<Boolean> done =
          Background.get(
              () -> {
                tid.set(IpcLibc.get().gettid());
                return set.operate(LONG, new SemaphoreSet.Operation(0, -1, false));
              });
      for (int i = 0; i < 100; i++) {
        BlockedCalls.awaitWaiter(set, 0);
        WakeUpSignal.of(IpcLibc.get()).send(tid.get());
      }
      set.setValue(0, 1);
      assertThat(done.get()).isTrue();
    }

    /** If the time began anew with each, it would never be over. */
    @Test
    void doNotLengthenATimedOperation() throws Exception {
      SemaphoreSet set = kernel.owned(SemaphoreSet.create(kernel.freeKey(), 1));
      AtomicInteger tid = new AtomicInteger();
      Duration patience = Duration.ofMillis(50);
      CompletableFuture<Boolean> done =
          Background.get(
              () -> {
                tid.set(IpcLibc.get().gettid());
                return set.operate(patience, new SemaphoreSet.Operation(0, -1, false));
              });
      while (!done.isDone()) {
        // Only while it waits: signals sent faster than they are handled would let it do no more.
        if (set.waiting(0) == 1) {
          WakeUpSignal.of(IpcLibc.get()).send(tid.get());
        }
      }
      assertThat(done.get()).isFalse();
    }
  }

  @Nested
  class TheSignal {
    /** As where other programs of the user have left too many pending (EAGAIN). */
    @Test
    void reachesTheThreadIfTheKernelQueuesNoMore() throws Exception {
      Waiter waiter = Waiter.start(queue::receive);
      BlockedCalls.await("msgrcv", queue);
      String limit = pendingSignals();
      limitPendingSignals("0");
      try {
        waiter.interruptEndsIt();
        assertThat(queue.receive(Duration.ofMillis(50))).isEmpty();
      } finally {
        limitPendingSignals(limit);
      }
    }

    private static String pendingSignals() throws Exception {
      return prlimit("--sigpending", "--output=SOFT", "--noheadings").strip();
    }

    private static void limitPendingSignals(String soft) throws Exception {
      assertThat(prlimit("--sigpending=" + soft + ":")).isEmpty();
    }

    private static String prlimit(String... arguments) throws Exception {
      List<String> command =
          new ArrayList<>(List.of("prlimit", "--pid", "" + ProcessHandle.current().pid()));
      command.addAll(List.of(arguments));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
      assertThat(process.waitFor()).as(output).isZero();
      return output;
    }
  }

  /** What the kernel counts: a thread that polls is switched to again and again. */
  @Test
  void threadThatWaitsIsNeverScheduled() throws Exception {
    AtomicInteger tid = new AtomicInteger();
    Waiter waiter =
        Waiter.start(
            () -> {
              tid.set(IpcLibc.get().gettid());
              queue.receive(LONG);
            });
    BlockedCalls.await("msgrcv", queue);
    List<String> before = switches(tid.get());
    assertThat(queue.receive(Selection.type(9), Duration.ofMillis(50))).isEmpty();
    assertThat(switches(tid.get())).isEqualTo(before);
    waiter.interruptEndsIt();
  }

  private static List<String> switches(int tid) throws Exception {
    return Files.readAllLines(Path.of("/proc/self/task/" + tid + "/status")).stream()
        .filter(line -> line.contains("ctxt_switches"))
        .toList();
  }

  private void fill() throws InterruptedException {
    queue.resize(1);
    queue.send(1, new byte[1]);
  }
}
