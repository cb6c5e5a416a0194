package org.phpipc.swoole;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connection of a {@code Swoole\Process\Pool} with {@code SWOOLE_IPC_SOCKET}, with one deadline
 * for all that happens on it. A frame is 4 bytes length, unsigned and big-endian, and the body.
 */
final class PoolChannel implements AutoCloseable {
  private static final int LENGTH_BYTES = 4;

  private final SocketChannel channel;
  private final Selector selector;
  private final long end;

  private PoolChannel(SocketChannel channel, Duration timeout) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    selector = Selector.open();
    channel.register(selector, 0);
    end = System.nanoTime() + timeout.toNanos();
  }

  static PoolChannel connect(SocketAddress address, Duration timeout)
      throws IOException, TimeoutException {
    PoolChannel pool = new PoolChannel(SocketChannel.open(family(address)), timeout);
    try {
      if (!pool.channel.connect(address)) {
        do {
          pool.await(SelectionKey.OP_CONNECT);
        } while (!pool.channel.finishConnect());
      }
      return pool;
    } catch (IOException | TimeoutException e) {
      pool.close();
      throw e;
    }
  }

  static PoolChannel accepted(SocketChannel channel, Duration timeout) throws IOException {
    return new PoolChannel(channel, timeout);
  }

  static ProtocolFamily family(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress
        ? StandardProtocolFamily.UNIX
        : StandardProtocolFamily.INET;
  }

  void write(byte[] body) throws IOException, TimeoutException {
    ByteBuffer frame = ByteBuffer.allocate(LENGTH_BYTES + body.length);
    frame.putInt(body.length).put(body).flip();
    while (frame.hasRemaining()) {
      if (channel.write(frame) == 0) {
        await(SelectionKey.OP_WRITE);
      }
    }
  }

  /** A body; nothing where the other side closed before it. */
  Optional<byte[]> read(int longest) throws IOException, TimeoutException {
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES);
    if (!fill(length) && length.position() == 0) {
      return Optional.empty();
    }
    requireFull(length);
    long bytes = Integer.toUnsignedLong(length.getInt(0));
    if (bytes == 0 || bytes > longest) {
      throw new IOException("a frame of " + bytes + " bytes is not in 1.." + longest);
    }
    ByteBuffer body = ByteBuffer.allocate((int) bytes);
    fill(body);
    requireFull(body);
    return Optional.of(body.array());
  }

  private boolean fill(ByteBuffer buffer) throws IOException, TimeoutException {
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer);
      if (read < 0) {
        return false;
      }
      if (read == 0) {
        await(SelectionKey.OP_READ);
      }
    }
    return true;
  }

  private static void requireFull(ByteBuffer buffer) throws EOFException {
    if (buffer.hasRemaining()) {
      throw new EOFException(
          "the connection ended after " + buffer.position() + " of " + buffer.limit() + " bytes");
    }
  }

  private void await(int operation) throws IOException, TimeoutException {
    channel.keyFor(selector).interestOps(operation);
    long left = end - System.nanoTime();
    if (left <= 0) {
      throw new TimeoutException("the other side does not answer in time");
    }
    selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
    selector.selectedKeys().clear();
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
