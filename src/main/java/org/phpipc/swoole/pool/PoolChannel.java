package org.phpipc.swoole.pool;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * One connection of a {@code Swoole\Process\Pool} with {@code SWOOLE_IPC_SOCKET}, with one deadline
 * for all that happens on it. A frame is 4 bytes length, unsigned and big-endian, and the body.
 */
public final class PoolChannel implements AutoCloseable {
  private static final int LENGTH_BYTES = 4;

  /** Milliseconds before a crowded pool is tried again for the first time, and at most. */
  private static final long SHORTEST_PAUSE = 1;

  private static final long LONGEST_PAUSE = 50;

  private final SocketChannel channel;
  private final Selector selector;
  private final long end;

  private PoolChannel(SocketChannel channel, Selector selector, long end) throws IOException {
    this.channel = channel;
    this.selector = selector;
    this.end = end;
    try {
      channel.configureBlocking(false);
      channel.register(selector, 0);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** If a channel comes from. */
  private interface Source {
    SocketChannel open() throws IOException;
  }

  /** Opens the selector first: a connection that is accepted and has none would be lost. */
  private static PoolChannel open(Source source, LongSupplier end) throws IOException {
    Selector selector = Selector.open();
    try {
      return new PoolChannel(source.open(), selector, end.getAsLong());
    } catch (Throwable e) {
      selector.close();
      throw e;
    }
  }

  private static long end(Duration timeout) {
    return System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
  }

  public static PoolChannel connect(SocketAddress address, Duration timeout)
      throws IOException, TimeoutException {
    long end = end(timeout);
    for (long pause = SHORTEST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        return connect(address, end);
      } catch (SocketException e) {
        if (!isCrowded(address, e)) {
          throw e;
        }
        pause(pause, end, e);
      }
    }
  }

  private static PoolChannel connect(SocketAddress address, long end)
      throws IOException, TimeoutException {
    PoolChannel pool = open(() -> SocketChannel.open(family(address)), () -> end);
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

  /**
   * Whether a unix socket has no room for one more connection (EAGAIN), which nothing but trying
   * again finds out the end of. Java has no name for the error; all others have, or show in the
   * file.
   */
  private static boolean isCrowded(SocketAddress address, SocketException e) {
    return e.getClass() == SocketException.class
        && address instanceof UnixDomainSocketAddress unix
        && Files.isWritable(unix.getPath());
  }

  private static void pause(long millis, long end, SocketException crowded)
      throws IOException, TimeoutException {
    if (end - System.nanoTime() <= 0) {
      TimeoutException late = new TimeoutException("the pool takes no connection in time");
      late.initCause(crowded);
      throw late;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  /** The next connection; its bytes must come within {@code timeout}. */
  public static PoolChannel accept(ServerSocketChannel listener, Duration timeout)
      throws IOException {
    return open(listener::accept, () -> end(timeout));
  }

  public static ProtocolFamily family(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress
        ? StandardProtocolFamily.UNIX
        : StandardProtocolFamily.INET;
  }

  public void write(byte[] body) throws IOException, TimeoutException {
    ByteBuffer frame = ByteBuffer.allocate(LENGTH_BYTES + body.length);
    frame.putInt(body.length).put(body).flip();
    while (frame.hasRemaining()) {
      if (channel.write(frame) == 0) {
        await(SelectionKey.OP_WRITE);
      }
    }
  }

  /** A body; nothing if the other side closed before it. */
  public Optional<byte[]> read(int longest) throws IOException, TimeoutException {
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
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException(); // A select would not wait any more.
    }
    selector.selectedKeys().clear();
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
