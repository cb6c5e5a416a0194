package org.phpipc.sysv;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.phpipc.testing.KernelObjects.errnoOf;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.Errno;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.KernelObjects;

/** Messages in memory that the kernel uses itself. */
class MessageBufferTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofDays(365_000);

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  private final MessageBuffer buffer = MessageBuffer.allocate(100);
  private MessageQueue queue;

  @BeforeEach
  void makeQueue() {
    queue = kernel.queue();
  }

  @Test
  void isSentAsItIsUpToItsLimit() throws InterruptedException {
    holds(7, "hello").payload().position(3);
    queue.send(buffer);
    assertThat(queue.receive()).isEqualTo(new Message(7, bytes("hello")));
  }

  @Test
  void takesTheWholeOfWhatIsReceived() throws InterruptedException {
    queue.send(3, bytes("hello"));
    ByteBuffer payload = holds(7, "a longer one").payload().position(9);
    queue.receive(buffer);
    assertThat(buffer.type()).isEqualTo(3);
    assertThat(buffer.payload()).isSameAs(payload);
    assertThat(payload.position()).isZero();
    assertThat(received()).isEqualTo("hello");
  }

  @Test
  void carriesNothingButZerosAtFirst() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      MessageBuffer fresh = MessageBuffer.allocate(1000);
      queue.send(fresh.type(1));
      assertThat(queue.receive().payload()).isEqualTo(new byte[1000]);
    }
  }

  @Test
  void carriesNoBytesWhereItHasRoomForNone() throws InterruptedException {
    MessageBuffer empty = MessageBuffer.allocate(0);
    queue.send(empty.type(5));
    queue.receive(empty.type(1));
    assertThat(empty.type()).isEqualTo(5);
    assertThat(empty.payload().limit()).isZero();
  }

  @Test
  void needsATypeToBeSent() {
    assertThatThrownBy(() -> queue.send(MessageBuffer.allocate(1)))
        .isInstanceOf(IpcException.class)
        .hasMessageContaining("a message type is at least 1, not 0");
  }

  @Test
  void hasACapacityOfAtLeastNothing() {
    assertThatThrownBy(() -> MessageBuffer.allocate(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 2147483639 bytes");
  }

  @Test
  void leavesAMessageThatIsTooLargeInTheQueue() {
    queue.trySend(1, new byte[101]);
    int tooLarge = Errno.E2BIG.number();
    assertThat(errnoOf(() -> queue.receive(buffer))).isEqualTo(tooLarge);
    assertThat(errnoOf(() -> queue.tryReceive(Selection.any(), buffer))).isEqualTo(tooLarge);
    assertThatThrownBy(() -> queue.receive(Selection.any().atMost(50), buffer))
        .hasMessageContaining("larger than 50 bytes and stays in the queue");
    assertThat(queue.status().messages()).isOne();
  }

  @Test
  void endsAMessageThatMayBeTruncated() throws InterruptedException {
    queue.send(1, "0123456789".repeat(11).getBytes(US_ASCII));
    queue.receive(Selection.any().truncating(), buffer);
    assertThat(received()).isEqualTo("0123456789".repeat(10));
  }

  @Test
  void takesOnlyWhatIsSelected() throws InterruptedException {
    queue.send(1, bytes("one"));
    queue.send(2, bytes("two"));
    assertThat(queue.tryReceive(Selection.type(3), buffer)).isFalse();
    queue.receive(Selection.type(2), buffer);
    assertThat(received()).isEqualTo("two");
  }

  @Test
  void waitsForAMessage() throws InterruptedException {
    CompletableFuture<Void> receives = Background.run(() -> queue.receive(buffer));
    BlockedCalls.await("msgrcv", queue);
    queue.send(4, bytes("at last"));
    receives.join();
    assertThat(received()).isEqualTo("at last");
  }

  @Test
  void waitsForRoom() throws InterruptedException {
    queue.resize(1);
    queue.send(1, bytes("x"));
    holds(2, "y");
    assertThat(queue.trySend(buffer)).isFalse();
    assertThat(queue.send(buffer, SHORT)).isFalse();
    CompletableFuture<Void> sends = Background.run(() -> queue.send(buffer));
    BlockedCalls.await("msgsnd", queue);
    queue.receive();
    sends.join();
    assertThat(queue.receive()).isEqualTo(new Message(2, bytes("y")));
  }

  @Test
  void waitsNoLongerThanItMay() throws InterruptedException {
    assertThat(queue.receive(Selection.any(), buffer, SHORT)).isFalse();
    holds(6, "z");
    assertThat(queue.send(buffer, LONG)).isTrue();
    assertThat(queue.receive(Selection.any(), buffer, LONG)).isTrue();
    assertThat(buffer.type()).isEqualTo(6);
  }

  @Test
  void isLeftAsItIsWhereNothingIsReceived() throws InterruptedException {
    holds(9, "kept");
    assertThat(queue.tryReceive(Selection.any(), buffer)).isFalse();
    assertThat(buffer.type()).isEqualTo(9);
    assertThat(received()).isEqualTo("kept");
  }

  @Test
  void isRefusedByAQueueThatIsRemoved() {
    holds(1, "x");
    queue.remove();
    assertThatThrownBy(() -> queue.send(buffer)).isInstanceOf(IpcMissingException.class);
    assertThatThrownBy(() -> queue.receive(buffer)).isInstanceOf(IpcMissingException.class);
  }

  @Test
  void leavesItsMemoryToWhoHasThePayload() {
    ByteBuffer payload = MessageBuffer.allocate(1000).payload();
    payload.put(new byte[1000]).flip();
    for (int i = 0; i < 20; i++) {
      System.gc();
      for (int other = 0; other < 100; other++) {
        ByteBuffer full = MessageBuffer.allocate(1000).payload();
        full.put("x".repeat(1000).getBytes(US_ASCII));
      }
    }
    assertThat(payload).isEqualTo(ByteBuffer.allocate(1000));
  }

  private MessageBuffer holds(long type, String text) {
    buffer.type(type).payload().clear().put(bytes(text)).flip();
    return buffer;
  }

  private String received() {
    return US_ASCII.decode(buffer.payload().duplicate()).toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
