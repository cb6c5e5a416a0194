package org.phpipc.swoole;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.lang3.Validate;
import org.phpipc.swoole.pool.PoolChannel;

/**
 * Takes the place of a {@code Swoole\Process\Pool} with {@code SWOOLE_IPC_SOCKET}: one thread
 * accepts connections, as many as there are workers, and each worker reads one request and answers
 * it. The protocol knows no passwords, so it listens on the loopback address or on a unix socket
 * only.
 *
 * <p>What a handler throws, whatever that is, is logged, and its connection is closed without an
 * answer. If no connection can be accepted, since no descriptor is free, the server tries again
 * until one can.
 */
public final class PoolServer implements AutoCloseable {
  /** The time that one connection may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Nanoseconds between two tries to accept a connection, where the first failed. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private static final System.Logger LOGGER = System.getLogger(PoolServer.class.getName());

  private final ServerSocketChannel listener;
  private final SocketAddress address;
  private final int longest;
  private final Handler handler;
  private final Semaphore free;
  private final ThreadPoolExecutor workers;

  /** What the workers do with a request. */
  @FunctionalInterface
  public interface Handler {
    /** The answer; nothing, and the connection is closed without one. */
    Optional<byte[]> handle(byte[] body) throws Exception;
  }

  private PoolServer(ServerSocketChannel listener, int workers, int longest, Handler handler)
      throws IOException {
    this.listener = listener;
    this.address = listener.getLocalAddress();
    this.longest = longest;
    this.handler = handler;
    this.free = new Semaphore(workers);
    this.workers =
        new ThreadPoolExecutor(
            workers,
            workers,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(task, "phpipc pool worker on " + address));
  }

  /** As {@link #listen(SocketAddress, int, int, Handler)}, with the limit of a pool. */
  public static PoolServer listen(SocketAddress address, int workers, Handler handler)
      throws IOException {
    return listen(address, workers, PoolClient.LONGEST, handler);
  }

  /**
   * Listens, with {@code workers} threads that handle requests.
   *
   * @param address a loopback {@code InetSocketAddress} (port 0: any free one), or a {@code
   *     UnixDomainSocketAddress} whose file does not exist
   * @param longest bytes of the longest request that is read
   */
  public static PoolServer listen(SocketAddress address, int workers, int longest, Handler handler)
      throws IOException {
    boolean local =
        address instanceof UnixDomainSocketAddress
            || (address instanceof InetSocketAddress inet && inet.getAddress().isLoopbackAddress());
    Validate.isTrue(local, "%s is neither a loopback address nor a unix socket", address);
    Validate.isTrue(workers >= 1, "%s workers are too few: at least 1", workers);
    Validate.isTrue(longest >= 1, "a limit of %s bytes is too small: at least 1", longest);
    Selector.open().close(); // Its classes can be loaded only while descriptors are free.
    ServerSocketChannel listener = ServerSocketChannel.open(PoolChannel.family(address));
    try {
      PoolServer server = new PoolServer(listener.bind(address), workers, longest, handler);
      server.workers.prestartAllCoreThreads();
      daemon(server::accept, "phpipc pool on " + server.address).start();
      return server;
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** If it listens, with the port that it was given. */
  public SocketAddress address() {
    return address;
  }

  /** Accepts no more connections; those that are open are answered. Deletes its unix socket. */
  @Override
  public void close() throws IOException {
    listener.close();
    if (address instanceof UnixDomainSocketAddress unix) {
      Files.deleteIfExists(unix.getPath());
    }
  }

  /** No handler knows this thread, so that none can interrupt it, which would close the socket. */
  private void accept() {
    try {
      while (true) {
        free.acquireUninterruptibly();
        PoolChannel connection = next();
        workers.execute(() -> serve(connection));
      }
    } catch (ClosedChannelException e) {
      workers.shutdown(); // What was accepted is answered.
    }
  }

  private PoolChannel next() throws ClosedChannelException {
    while (true) {
      try {
        return PoolChannel.accept(listener, PATIENCE);
      } catch (ClosedChannelException e) {
        throw e;
      } catch (Throwable e) {
        log("no connection can be accepted", e);
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  /** What goes wrong with one connection is not about the next one. */
  private void serve(PoolChannel connection) {
    try (connection) {
      Optional<byte[]> body = connection.read(longest);
      if (body.isPresent()) {
        Optional<byte[]> answer = handler.handle(body.get());
        Thread.interrupted(); // Left by the handler: the answer is written all the same.
        if (answer.isPresent() && answer.get().length > 0) {
          connection.write(answer.get());
        }
      }
    } catch (Throwable e) {
      log("a request failed", e);
    } finally {
      free.release();
    }
  }

  private static void log(String what, Throwable e) {
    try {
      LOGGER.log(Level.WARNING, what, e);
    } catch (Throwable ofTheLogger) {
      // No one else can be told.
    }
  }
}
