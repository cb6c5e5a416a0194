package org.phpipc.swoole;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.commons.lang3.Validate;
import org.phpipc.swoole.pool.PoolChannel;

/**
 * Sends work to a {@code Swoole\Process\Pool} with {@code SWOOLE_IPC_SOCKET} and reads its answer:
 * one request and at most one answer per connection. For use by any number of threads.
 */
public final class PoolClient {
  /** Bytes of the largest body that a pool accepts by default ({@code max_package_size}): 2 MiB. */
  public static final int LONGEST = 2 << 20;

  private final SocketAddress address;
  private final int longest;

  private PoolClient(SocketAddress address, int longest) {
    this.address = address;
    this.longest = longest;
  }

  /**
   * A client of a pool.
   *
   * @param address an {@code InetSocketAddress} or a {@code UnixDomainSocketAddress}
   */
  public static PoolClient of(SocketAddress address) {
    return of(address, LONGEST);
  }

  /** A client of a pool that accepts bodies of up to {@code longest} bytes. */
  public static PoolClient of(SocketAddress address, int longest) {
    return new PoolClient(address, longest);
  }

  /**
   * Sends a body and waits until the pool has closed the connection.
   *
   * @param body 1 byte to the limit: a pool closes on others without a word
   * @return all that the worker gave to {@code $pool->write()}; nothing if it gave none, and also
   *     where it was killed before it answered: the protocol does not tell the two apart
   * @throws TimeoutException if all of it takes longer, waiting for a free place in the backlog of
   *     a unix socket included
   * @throws java.nio.channels.ClosedByInterruptException if the thread is interrupted, and it stays
   *     interrupted; the worker may be at work by then
   * @throws IOException if there is no pool, or the answer is cut or above the limit
   */
  public Optional<byte[]> call(byte[] body, Duration timeout) throws IOException, TimeoutException {
    Validate.isTrue(
        body.length >= 1 && body.length <= longest,
        "a body of %s bytes is not in 1..%s",
        body.length,
        longest);
    try (PoolChannel pool = PoolChannel.connect(address, timeout)) {
      pool.write(body);
      return pool.read(longest);
    }
  }
}
