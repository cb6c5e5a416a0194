package org.phpipc.sysv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.testing.Background;
import org.phpipc.testing.KernelObjects;

/**
 * Threads that send and receive on a queue that is mostly full or empty, with random patience,
 * while they are interrupted at random: every message that was sent is received once.
 */
class InterruptRaceTest {
  private static final int INTERRUPTS = 10_000;
  private static final int PAIRS = 3;
  private static final long LAST = 2;

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  private final long seed = Long.getLong("phpipc.race.seed", System.nanoTime());
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger interrupted = new AtomicInteger();
  private final BitSet received = new BitSet();
  private final List<Thread> threads = new ArrayList<>();
  private MessageQueue queue;
  private volatile boolean over;

  @Test
  void everyMessageIsReceivedOnce() throws Exception {
    queue = kernel.queue();
    queue.resize(64);
    List<CompletableFuture<Void>> senders = new ArrayList<>();
    List<CompletableFuture<Void>> receivers = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      Random random = new Random(seed + i);
      senders.add(started(() -> sendUntilOver(random)));
      receivers.add(started(() -> receiveUntilLast(random)));
    }
    interruptAtRandom();
    over = true;
    senders.forEach(CompletableFuture::join);
    for (int i = 0; i < PAIRS; i++) {
      sendWhateverHappens(LAST, -1);
    }
    receivers.forEach(CompletableFuture::join);
    System.out.printf(
        Locale.ROOT,
        "phpipc.race.seed=%d: %d messages, %d calls interrupted%n",
        seed,
        sent.get(),
        interrupted.get());
    assertThat(queue.tryReceive()).isEmpty();
    assertThat(received.cardinality()).isEqualTo(sent.get());
    assertThat(received.length()).isEqualTo(sent.get());
    assertThat(interrupted.get()).isPositive();
  }

  private CompletableFuture<Void> started(ThrowingCallable work) throws Exception {
    CompletableFuture<Thread> self = new CompletableFuture<>();
    CompletableFuture<Void> end =
        Background.run(
            () -> {
              self.complete(Thread.currentThread());
              work.call();
            });
    threads.add(self.get());
    return end;
  }

  private void interruptAtRandom() {
    Random random = new Random(seed - 1);
    for (int i = 0; i < INTERRUPTS; i++) {
      threads.get(random.nextInt(threads.size())).interrupt();
      for (int spin = random.nextInt(2_000); spin > 0; spin--) {
        Thread.onSpinWait();
      }
    }
  }

  private void sendUntilOver(Random random) {
    while (!over) {
      int number = -1;
      try {
        number = sent.getAndIncrement();
        while (!send(number, random)) {}
      } catch (InterruptedException e) {
        interrupted.incrementAndGet();
        sendWhateverHappens(1, number);
      }
    }
  }

  private boolean send(int number, Random random) throws InterruptedException {
    byte[] payload = payload(number);
    if (random.nextBoolean()) {
      queue.send(1, payload);
      return true;
    }
    return queue.send(1, payload, Duration.ofNanos(random.nextInt(200_000)));
  }

  private void sendWhateverHappens(long type, int number) {
    while (true) {
      try {
        queue.send(type, payload(number));
        return;
      } catch (InterruptedException e) {
        interrupted.incrementAndGet();
      }
    }
  }

  private void receiveUntilLast(Random random) {
    while (true) {
      try {
        Optional<Message> message =
            random.nextBoolean()
                ? Optional.of(queue.receive())
                : queue.receive(Duration.ofNanos(random.nextInt(200_000)));
        if (message.isPresent() && message.get().type() == LAST) {
          return;
        }
        message.ifPresent(this::note);
      } catch (InterruptedException e) {
        interrupted.incrementAndGet();
      }
    }
  }

  private void note(Message message) {
    int number = ByteBuffer.wrap(message.payload()).getInt();
    synchronized (received) {
      assertThat(received.get(number)).as("message %d was received before", number).isFalse();
      received.set(number);
    }
  }

  private static byte[] payload(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }
}
