package org.phpipc.swoole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.Background;
import org.phpipc.testing.KernelObjects;

/** Messages without header: process queues, pool queues and pool sockets. */
class RawFormsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] BYTES = {0, 1, (byte) 0xff};

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  private MessageQueue queue;

  @BeforeEach
  void makeQueue() {
    queue = kernel.queue();
  }

  @Nested
  class OfProcesses {
    @Test
    void typeIsTheProcessNumberAndOneSince440() throws InterruptedException {
      ProcessQueue.on(queue, ProcessQueue.type(1), ProcessQueue.MODE_BALANCE).push(BYTES);
      assertThat(queue.receive()).isEqualTo(new Message(2, BYTES));
      ProcessQueue.on(queue, ProcessQueue.typeBefore440(1), ProcessQueue.MODE_BALANCE).push(BYTES);
      assertThat(queue.receive()).isEqualTo(new Message(1, BYTES));
    }

    @Test
    void orientedProcessPopsItsOwnMessages() throws InterruptedException {
      queue.send(3, new byte[] {3});
      queue.send(2, new byte[] {2});
      assertThat(ProcessQueue.on(queue, 2, ProcessQueue.MODE_ORIENT).pop().orElseThrow())
          .containsExactly(2);
    }

    @Test
    void balancedProcessPopsAnyMessage() throws InterruptedException {
      queue.send(3, new byte[] {3});
      assertThat(ProcessQueue.on(queue, 2, ProcessQueue.MODE_BALANCE).pop().orElseThrow())
          .containsExactly(3);
    }

    @Test
    void neitherWaitsWithIpcNowait() throws InterruptedException {
      ProcessQueue process =
          ProcessQueue.on(queue, 2, ProcessQueue.MODE_BALANCE | ProcessQueue.IPC_NOWAIT);
      assertThat(process.pop()).isEmpty();
      queue.resize(3);
      assertThat(process.push(BYTES)).isTrue();
      assertThat(process.push(BYTES)).isFalse();
      assertThat(process.statQueue().messages()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65536})
    void messageOfNoOrTooManyBytesIsRefused(int bytes) {
      ProcessQueue process = ProcessQueue.on(queue, 2, ProcessQueue.MODE_BALANCE);
      assertThatThrownBy(() -> process.push(new byte[bytes]))
          .hasMessage("push: " + bytes + " bytes are not in 1..65535");
    }

    @Test
    void longerMessageThanAskedForStays() throws InterruptedException {
      ProcessQueue process = ProcessQueue.on(queue, 2, ProcessQueue.MODE_BALANCE);
      process.push(BYTES);
      assertThatThrownBy(() -> process.pop(2)).isInstanceOf(IpcException.class);
      assertThat(process.pop(3).orElseThrow()).isEqualTo(BYTES);
    }

    @Test
    void queueIsMadeWithItsCapacityAndFreed() {
      var key = kernel.freeKey();
      ProcessQueue process = ProcessQueue.useQueue(key, 2, ProcessQueue.MODE_BALANCE, 1000);
      assertThat(process.statQueue().attributes().capacityBytes()).isEqualTo(1000);
      assertThat(process.statQueue().attributes().mode()).isEqualTo(0666);
      process.freeQueue();
      assertThat(MessageQueue.exists(key)).isFalse();
    }
  }

  @Nested
  class OfPoolQueues {
    @Test
    void bytesGoThroughAsTheyAre() throws InterruptedException {
      PoolQueue pool = PoolQueue.on(queue);
      pool.push(BYTES);
      assertThat(pool.tryPush(new byte[0])).isTrue();
      assertThat(pool.pop()).isEqualTo(BYTES);
      assertThat(pool.pop()).isEmpty();
      assertThat(pool.tryPop()).isEmpty();
    }

    @Test
    void messageThatWouldStopThePoolIsRefused() {
      PoolQueue old = PoolQueue.on(queue, PoolQueue.LONGEST_BEFORE_431);
      assertThatThrownBy(() -> old.push(new byte[8193]))
          .hasMessage("8193 bytes are above the pool's limit of 8192");
      assertThatThrownBy(() -> PoolQueue.on(queue).tryPush(new byte[65537]))
          .hasMessageContaining("65536");
    }
  }

  @Nested
  class OfPoolSockets {
    @TempDir private Path folder;

    @Test
    void requestIsAnsweredOverTcp() throws Exception {
      assertAnswered(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @Test
    void requestIsAnsweredOverAUnixSocket() throws Exception {
      Path file = folder.resolve("pool.sock");
      assertAnswered(UnixDomainSocketAddress.of(file));
      assertThat(file).doesNotExist();
    }

    private void assertAnswered(SocketAddress address) throws Exception {
      try (PoolServer pool = PoolServer.listen(address, 2, body -> Optional.of(body))) {
        PoolClient client = PoolClient.of(pool.address());
        for (int size : new int[] {1, 65536, 2 << 20}) {
          byte[] body = new byte[size];
          body[size - 1] = 9;
          assertThat(client.call(body, PATIENCE).orElseThrow()).isEqualTo(body);
        }
      }
    }

    @Test
    void workerMayAnswerNothing() throws Exception {
      try (PoolServer pool = local(body -> Optional.empty())) {
        assertThat(PoolClient.of(pool.address()).call(BYTES, PATIENCE)).isEmpty();
      }
    }

    @Test
    void workerThatThrowsClosesTheConnectionAndServesTheNext() throws Exception {
      try (PoolServer pool =
          local(
              body -> {
                if (body.length == 1) {
                  throw new IOException("of the handler");
                }
                return Optional.of(body);
              })) {
        PoolClient client = PoolClient.of(pool.address());
        assertThat(client.call(new byte[1], PATIENCE)).isEmpty();
        assertThat(client.call(BYTES, PATIENCE).orElseThrow()).isEqualTo(BYTES);
      }
    }

    @Test
    void handlersThatThrowErrorsAreServedAfter() throws Exception {
      try (PoolServer pool =
          local(
              body -> {
                if (body.length == 1) {
                  throw new AssertionError("of the handler");
                }
                return Optional.of(body);
              })) {
        PoolClient client = PoolClient.of(pool.address());
        for (int i = 0; i < 4; i++) {
          assertThat(client.call(new byte[1], PATIENCE)).isEmpty();
        }
        assertThat(client.call(BYTES, PATIENCE).orElseThrow()).isEqualTo(BYTES);
      }
    }

    @Test
    void handlerThatInterruptsItsThreadIsAnsweredAndServedAfter() throws Exception {
      try (PoolServer pool =
          local(
              body -> {
                Thread.currentThread().interrupt();
                return Optional.of(body);
              })) {
        PoolClient client = PoolClient.of(pool.address());
        assertThat(client.call(BYTES, PATIENCE).orElseThrow()).isEqualTo(BYTES);
        assertThat(client.call(BYTES, PATIENCE).orElseThrow()).isEqualTo(BYTES);
      }
    }

    @Test
    void serverHasTheLimitThatItIsGiven() throws Exception {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      try (PoolServer pool = PoolServer.listen(any, 1, 2, Optional::of)) {
        PoolClient client = PoolClient.of(pool.address());
        assertThat(client.call(new byte[2], PATIENCE).orElseThrow()).hasSize(2);
        assertThatThrownBy(() -> client.call(new byte[3], PATIENCE).orElseThrow())
            .isInstanceOfAny(NoSuchElementException.class, IOException.class);
      }
    }

    @Test
    void interruptedCallEnds() throws Exception {
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        PoolClient client = PoolClient.of(server.getLocalSocketAddress());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> client.call(BYTES, PATIENCE))
            .isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
      }
    }

    @Test
    void fullBacklogOfAUnixSocketIsWaitedFor() throws Exception {
      UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("crowded"));
      try (ServerSocketChannel server =
              ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address, 1);
          SocketChannel first = SocketChannel.open(address);
          SocketChannel second = SocketChannel.open(address)) {
        assertThat(second.isConnected()).isTrue();
        PoolClient client = PoolClient.of(address);
        assertThatThrownBy(() -> client.call(BYTES, Duration.ofMillis(100)))
            .isInstanceOf(TimeoutException.class)
            .hasMessage("the pool takes no connection in time");
        CompletableFuture<Void> served = Background.run(() -> serveThird(server));
        assertThat(client.call(BYTES, PATIENCE)).isEmpty();
        served.join();
        assertThat(first.isOpen()).isTrue();
      }
    }

    /** Takes two connections from the backlog and closes the one after them. */
    private static void serveThird(ServerSocketChannel server) {
      try (SocketChannel first = server.accept();
          SocketChannel second = server.accept();
          SocketChannel third = server.accept()) {
        third.read(ByteBuffer.allocate(100));
        assertThat(first.isOpen() && second.isOpen()).isTrue();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Test
    void frameIsItsLengthInFourBytesAndTheBody() throws Exception {
      try (PoolServer pool = local(Optional::of);
          SocketChannel client = SocketChannel.open(pool.address())) {
        client.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 2, 'h', 'i'}));
        byte[] answer = client.socket().getInputStream().readAllBytes();
        assertThat(answer).containsExactly(0, 0, 0, 2, 'h', 'i');
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, (2 << 20) + 1, -1})
    void frameOfAnotherLengthIsClosedOn(int length) throws Exception {
      try (PoolServer pool = local(Optional::of);
          SocketChannel client = SocketChannel.open(pool.address())) {
        client.write(ByteBuffer.allocate(4).putInt(length).flip());
        assertThat(client.socket().getInputStream().readAllBytes()).isEmpty();
      }
    }

    @Test
    void answerThatIsCutIsSaid() throws Exception {
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        CompletableFuture<Void> served =
            Background.run(() -> answer(server, new byte[] {0, 0, 0, 5, 'h', 'i'}));
        PoolClient client = PoolClient.of(server.getLocalSocketAddress());
        assertThatThrownBy(() -> client.call(BYTES, PATIENCE))
            .isInstanceOf(EOFException.class)
            .hasMessage("the connection ended after 2 of 5 bytes");
        served.join();
      }
    }

    @Test
    void hugeAnswerIsRefusedBeforeMemoryIsTakenForIt() throws Exception {
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        CompletableFuture<Void> served =
            Background.run(() -> answer(server, new byte[] {-1, -1, -1, -1}));
        PoolClient client = PoolClient.of(server.getLocalSocketAddress());
        assertThatThrownBy(() -> client.call(BYTES, PATIENCE))
            .hasMessage("a frame of 4294967295 bytes is not in 1..2097152");
        served.join();
      }
    }

    @Test
    void silenceEndsInATimeout() throws Exception {
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        PoolClient client = PoolClient.of(server.getLocalSocketAddress());
        assertThatThrownBy(() -> client.call(BYTES, Duration.ofMillis(20)))
            .isInstanceOf(TimeoutException.class);
      }
    }

    @Test
    void missingPoolIsSaid() {
      PoolClient client = PoolClient.of(UnixDomainSocketAddress.of(folder.resolve("none")));
      assertThatThrownBy(() -> client.call(BYTES, PATIENCE)).isInstanceOf(IOException.class);
    }

    @Test
    void bodyThatAPoolDropsIsRefused() {
      PoolClient client = PoolClient.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
      assertThatThrownBy(() -> client.call(new byte[0], PATIENCE))
          .hasMessage("a body of 0 bytes is not in 1..2097152");
    }

    @Test
    void otherAddressesAreNotListenedOn() {
      assertThatThrownBy(
              () -> PoolServer.listen(new InetSocketAddress("0.0.0.0", 0), 1, Optional::of))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("neither a loopback address nor a unix socket");
    }

    private static PoolServer local(PoolServer.Handler handler) throws IOException {
      return PoolServer.listen(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1, handler);
    }

    private static void answer(ServerSocket server, byte[] bytes) {
      try (var connection = server.accept()) {
        assertThat(connection.getInputStream().readNBytes(7)).hasSize(7);
        connection.getOutputStream().write(bytes);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
