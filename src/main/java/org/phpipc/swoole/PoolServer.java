package org.phpipc.swoole;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.apache.commons.lang3.Validate;

/**
 * Takes the place of a {@code Swoole\Process\Pool} with {@code SWOOLE_IPC_SOCKET}: threads that
 * each accept a connection, read one request and answer it. The protocol knows no passwords, so it
 * listens on the loopback address or on a unix socket only.
 */
public final class PoolServer implements AutoCloseable {
  /** How long one connection may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ServerSocketChannel listener;
  private final SocketAddress address;
  private final Handler handler;

  /** What the workers do with a request. */
  @FunctionalInterface
  public interface Handler {
    /** The answer; nothing, and the connection is closed without one. */
    Optional<byte[]> handle(byte[] body) throws Exception;
  }

  private PoolServer(ServerSocketChannel listener, Handler handler) throws IOException {
    this.listener = listener;
    this.address = listener.getLocalAddress();
    this.handler = handler;
  }

  /**
   * Listens, with so many workers.
   *
   * @param address a loopback {@code InetSocketAddress} (port 0: any free one), or a {@code
   *     UnixDomainSocketAddress} whose file does not exist
   */
  public static PoolServer listen(SocketAddress address, int workers, Handler handler)
      throws IOException {
    boolean local =
        address instanceof UnixDomainSocketAddress
            || (address instanceof InetSocketAddress inet && inet.getAddress().isLoopbackAddress());
    Validate.isTrue(local, "%s is neither a loopback address nor a unix socket", address);
    Validate.isTrue(workers >= 1, "%s workers are too few: at least 1", workers);
    ServerSocketChannel listener = ServerSocketChannel.open(PoolChannel.family(address));
    try {
      PoolServer server = new PoolServer(listener.bind(address), handler);
      for (int n = 1; n <= workers; n++) {
        Thread thread = new Thread(server::work, "phpipc pool worker " + n + " on " + address);
        thread.setDaemon(true);
        thread.start();
      }
      return server;
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /** Where it listens, with the port that it was given. */
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

  private void work() {
    while (true) {
      try {
        serve(listener.accept());
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        log(e);
      }
    }
  }

  /** What goes wrong with one connection is not about the next one. */
  private void serve(SocketChannel connection) {
    try (PoolChannel pool = PoolChannel.accepted(connection, PATIENCE)) {
      Optional<byte[]> body = pool.read(PoolClient.LONGEST);
      if (body.isPresent()) {
        Optional<byte[]> answer = handler.handle(body.get());
        if (answer.isPresent() && answer.get().length > 0) {
          pool.write(answer.get());
        }
      }
    } catch (Exception e) {
      log(e);
    }
  }

  private static void log(Exception e) {
    System.getLogger(PoolServer.class.getName()).log(Level.WARNING, "a request failed", e);
  }
}
