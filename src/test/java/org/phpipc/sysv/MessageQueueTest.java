package org.phpipc.sysv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.phpipc.testing.KernelObjects.errnoOf;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.Errno;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.KernelObjects;

class MessageQueueTest {
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  @Nested
  class Opening {
    @Test
    void openRefusesAKeyWithoutAQueue() {
      IpcKey key = kernel.freeKey();
      assertThatThrownBy(() -> MessageQueue.open(key))
          .isInstanceOf(IpcMissingException.class)
          .hasMessage("msgget on queue with key " + key + ": No such file or directory");
    }

    @Test
    void createRefusesAKeyThatHasAQueue() {
      IpcKey key = kernel.freeKey();
      MessageQueue.create(key);
      assertThatThrownBy(() -> MessageQueue.create(key)).isInstanceOf(IpcExistsException.class);
    }

    @Test
    void openOrCreateMakesOneQueue() {
      IpcKey key = kernel.freeKey();
      MessageQueue made = MessageQueue.openOrCreate(key);
      assertThat(MessageQueue.openOrCreate(key).id()).isEqualTo(made.id());
      assertThat(MessageQueue.open(key).id()).isEqualTo(made.id());
    }

    @Test
    void openOrCreateByManyThreadsMakesOneQueue() {
      IpcKey key = kernel.freeKey();
      List<CompletableFuture<Integer>> ids = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        ids.add(Background.get(() -> MessageQueue.openOrCreate(key).id()));
      }
      assertThat(ids.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }

    @Test
    void privateQueuesAreAllDifferent() {
      assertThat(kernel.queue().id()).isNotEqualTo(kernel.queue().id());
    }

    @Test
    void privateKeyFindsNothing() {
      assertThat(MessageQueue.exists(IpcKey.PRIVATE)).isFalse();
      assertThatThrownBy(() -> MessageQueue.open(IpcKey.PRIVATE))
          .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void existsFollowsTheQueue() {
      IpcKey key = kernel.freeKey();
      assertThat(MessageQueue.exists(key)).isFalse();
      MessageQueue queue = MessageQueue.create(key);
      assertThat(MessageQueue.exists(key)).isTrue();
      queue.remove();
      assertThat(MessageQueue.exists(key)).isFalse();
    }

    @Test
    void modeIsTheOwnersUnlessSaid() {
      assertThat(kernel.queue().status().attributes().mode()).isEqualTo(0600);
      MessageQueue open = MessageQueue.create(kernel.freeKey(), 0666);
      assertThat(open.status().attributes().mode()).isEqualTo(0666);
    }

    @Test
    void queueIsReachedByItsId() throws InterruptedException {
      MessageQueue queue = kernel.queue();
      queue.send(1, bytes("x"));
      assertThat(MessageQueue.ofId(queue.id()).receive().payload()).isEqualTo(bytes("x"));
    }
  }

  @Nested
  class SendingAndReceiving {
    private MessageQueue queue;

    @BeforeEach
    void makeQueue() {
      queue = kernel.queue();
    }

    @Test
    void messageArrivesWithTypeAndBytes() throws InterruptedException {
      byte[] payload = {0, -1, 34, 59, 0};
      queue.send(Long.MAX_VALUE, payload);
      assertThat(queue.receive()).isEqualTo(new Message(Long.MAX_VALUE, payload));
    }

    @Test
    void emptyMessageArrives() throws InterruptedException {
      queue.send(3, new byte[0]);
      assertThat(queue.tryReceive()).contains(new Message(3, new byte[0]));
    }

    @Test
    void messagesArriveInOrder() throws InterruptedException {
      sendTypes(3, 1, 2);
      assertThat(receiveAll(Selection.any())).containsExactly(3L, 1L, 2L);
    }

    @Test
    void emptyQueueGivesNothing() {
      assertThat(queue.tryReceive()).isEmpty();
    }

    @Test
    void typeTakesOnlyThatType() throws InterruptedException {
      sendTypes(3, 1, 2, 1, 5);
      assertThat(receiveAll(Selection.type(1))).containsExactly(1L, 1L);
    }

    @Test
    void exceptTakesEveryOtherType() throws InterruptedException {
      sendTypes(3, 1, 2, 1, 5);
      assertThat(receiveAll(Selection.except(1))).containsExactly(3L, 2L, 5L);
    }

    @Test
    void lowestUpToTakesTheLowestTypeFirst() throws InterruptedException {
      sendTypes(3, 1, 2, 1, 5);
      assertThat(receiveAll(Selection.lowestUpTo(3))).containsExactly(1L, 1L, 2L, 3L);
    }

    @Test
    void largestMessageOfTheKernelArrives() throws InterruptedException {
      byte[] payload = new byte[QueueLimits.read().msgmax()];
      queue.send(1, payload);
      assertThat(queue.receive().payload()).isEqualTo(payload);
    }

    @Test
    void messageLargerThanAskedForStays() throws InterruptedException {
      queue.send(9, bytes("0123456789"));
      assertThatThrownBy(() -> queue.tryReceive(Selection.any().atMost(4)))
          .isInstanceOf(IpcException.class)
          .hasMessageEndingWith("the message is larger than 4 bytes and stays in the queue");
      assertThat(queue.receive().payload()).isEqualTo(bytes("0123456789"));
    }

    @Test
    void truncatingCutsTheEndOff() throws InterruptedException {
      queue.send(9, bytes("0123456789"));
      Selection head = Selection.any().atMost(4).truncating();
      assertThat(queue.receive(head)).isEqualTo(new Message(9, bytes("0123")));
      assertThat(queue.tryReceive()).isEmpty();
    }

    @Test
    void truncatingWithoutASizeCutsNothing() throws InterruptedException {
      byte[] payload = new byte[8000];
      queue.send(1, payload);
      assertThat(queue.receive(Selection.any().truncating()).payload()).hasSize(8000);
    }

    @Test
    void fullQueueRefusesATry() {
      while (queue.trySend(1, new byte[1000])) {
        assertThat(queue.status().messages()).isLessThan(1000);
      }
      assertThat(queue.trySend(1, new byte[1000])).isFalse();
    }

    @Test
    void sendWaitsForRoom() throws InterruptedException {
      queue.resize(100);
      queue.send(1, new byte[100]);
      CompletableFuture<Void> sender = Background.run(() -> queue.send(2, bytes("b")));
      BlockedCalls.await("msgsnd", queue);
      assertThat(queue.receive().type()).isEqualTo(1);
      assertThat(queue.receive().type()).isEqualTo(2);
      sender.join();
    }

    @Test
    void receiveWaitsForAMessage() throws InterruptedException {
      CompletableFuture<Message> receiver = Background.get(queue::receive);
      BlockedCalls.await("msgrcv", queue);
      queue.send(4, bytes("late"));
      assertThat(receiver.join()).isEqualTo(new Message(4, bytes("late")));
    }

    @Test
    void typeBelowOneIsRefusedWithTheRule() {
      assertThatThrownBy(() -> queue.send(0, bytes("x")))
          .isExactlyInstanceOf(IpcException.class)
          .hasMessageContaining("a message type is at least 1, not 0");
    }

    @Test
    void payloadAboveTheLimitIsRefusedWithTheLimit() {
      int msgmax = QueueLimits.read().msgmax();
      byte[] payload = new byte[msgmax + 1];
      assertThatThrownBy(() -> queue.trySend(1, payload))
          .isExactlyInstanceOf(IpcException.class)
          .hasMessageContaining((msgmax + 1) + " bytes are above kernel.msgmax, " + msgmax);
      assertThat(queue.status().messages()).isZero();
    }

    private void sendTypes(long... types) throws InterruptedException {
      for (long type : types) {
        queue.send(type, bytes("m" + type));
      }
    }

    private List<Long> receiveAll(Selection which) {
      List<Long> types = new ArrayList<>();
      queue
          .tryReceive(which)
          .ifPresent(
              message -> {
                types.add(message.type());
                types.addAll(receiveAll(which));
              });
      return types;
    }
  }

  @Nested
  class Awaiting {
    private MessageQueue queue;

    @BeforeEach
    void makeQueue() {
      queue = kernel.queue();
    }

    @Test
    void messageThatComesStays() throws InterruptedException {
      queue.send(2, bytes("another type"));
      CompletableFuture<Optional<Message>> awaited =
          Background.get(() -> queue.await(Selection.type(3)));
      BlockedCalls.await("msgrcv", queue);
      queue.send(3, bytes("x"));
      assertThat(awaited.join()).isEmpty();
      assertThat(queue.tryReceive(Selection.type(3))).contains(new Message(3, bytes("x")));
    }

    @Test
    void messageThatIsThereStaysAsItIs() throws InterruptedException {
      queue.send(9, bytes("0123456789"));
      assertThat(queue.await(Selection.any().atMost(0).truncating())).isEmpty();
      assertThat(queue.tryReceive()).contains(new Message(9, bytes("0123456789")));
    }

    @Test
    void emptyMessageComes() throws InterruptedException {
      queue.send(3, new byte[0]);
      assertThat(queue.await(Selection.any())).contains(new Message(3, new byte[0]));
      assertThat(queue.tryReceive()).isEmpty();
    }

    @Test
    void removalEndsIt() {
      CompletableFuture<Integer> errno =
          Background.get(() -> errnoOf(() -> queue.await(Selection.any())));
      BlockedCalls.await("msgrcv", queue);
      queue.remove();
      assertThat(errno.join()).isEqualTo(Errno.EIDRM.number());
    }
  }

  @Nested
  class Peeking {
    @Test
    void peekLeavesTheMessage() throws InterruptedException {
      MessageQueue queue = kernel.queue();
      queue.send(5, bytes("first"));
      queue.send(6, bytes("second"));
      assertThat(queue.peek(1)).contains(new Message(6, bytes("second")));
      assertThat(queue.peek(0)).contains(new Message(5, bytes("first")));
      assertThat(queue.peek(2)).isEmpty();
      assertThat(queue.status().messages()).isEqualTo(2);
    }

    @Test
    void peekReadsMessagesOfAnySize() throws InterruptedException {
      MessageQueue queue = kernel.queue();
      queue.send(1, new byte[QueueLimits.read().msgmax()]);
      assertThat(queue.peek(0).orElseThrow().payload()).hasSize(QueueLimits.read().msgmax());
    }

    @Test
    void negativeIndexIsRefused() {
      assertThatThrownBy(() -> kernel.queue().peek(-1)).hasMessage("peek: index -1 is negative");
    }
  }

  @Nested
  class Attributes {
    @Test
    void statusCountsMessagesAndBytes() throws InterruptedException {
      MessageQueue queue = kernel.queue();
      Instant before = Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
      queue.send(1, bytes("hello"));
      QueueStatus status = queue.status();
      assertThat(status.id()).isEqualTo(queue.id());
      assertThat(status.messages()).isEqualTo(1);
      assertThat(status.bytes()).isEqualTo(5);
      assertThat(status.lastSendPid()).isEqualTo((int) ProcessHandle.current().pid());
      assertThat(status.lastSend()).isBetween(before, Instant.now());
      assertThat(status.lastReceive()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void resizeSetsTheCapacityOnly() {
      MessageQueue queue = kernel.queue();
      QueueAttributes old = queue.status().attributes();
      queue.resize(4096);
      assertThat(queue.status().attributes()).isEqualTo(old.withCapacityBytes(4096));
    }

    @Test
    void changeSetsOwnerAndMode() {
      MessageQueue queue = kernel.queue();
      QueueAttributes old = queue.status().attributes();
      queue.change(a -> a.withMode(0640).withOwner(old.uid(), old.gid()));
      assertThat(queue.status().attributes()).isEqualTo(old.withMode(0640));
    }

    @Test
    void listHoldsTheQueue() throws InterruptedException {
      MessageQueue queue = kernel.queue();
      queue.send(1, bytes("hello"));
      assertThat(MessageQueue.list()).contains(queue.status());
    }
  }

  @Nested
  class Removal {
    @Test
    void removedQueueIsMissing() {
      MessageQueue queue = kernel.queue();
      queue.remove();
      assertThat(errnoOf(queue::remove)).isEqualTo(Errno.EINVAL.number());
      assertThatThrownBy(() -> queue.send(1, bytes("x"))).isInstanceOf(IpcMissingException.class);
      assertThatThrownBy(queue::tryReceive).isInstanceOf(IpcMissingException.class);
      assertThatThrownBy(queue::status)
          .isInstanceOf(IpcMissingException.class)
          .hasMessageEndingWith("it does not exist (any longer)");
    }

    @Test
    void removalWakesABlockedReader() {
      MessageQueue queue = kernel.queue();
      CompletableFuture<Integer> reader = Background.get(() -> errnoOf(queue::receive));
      BlockedCalls.await("msgrcv", queue);
      queue.remove();
      assertThat(reader.join()).isEqualTo(Errno.EIDRM.number());
    }

    @Test
    void removalWakesABlockedSender() throws InterruptedException {
      MessageQueue queue = kernel.queue();
      queue.resize(1);
      queue.send(1, bytes("x"));
      CompletableFuture<Integer> sender =
          Background.get(() -> errnoOf(() -> queue.send(1, bytes("y"))));
      BlockedCalls.await("msgsnd", queue);
      queue.remove();
      assertThat(sender.join()).isEqualTo(Errno.EIDRM.number());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
