package org.phpipc.swoole;

import java.util.Optional;
import org.apache.commons.lang3.Validate;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/**
 * The queue of a {@code Swoole\Process\Pool} with {@code SWOOLE_IPC_MSGQUEUE}: raw bytes, possibly
 * none, that the workers of the pool read whatever their type. There is no way to answer.
 *
 * <p>A message above the limit would make the workers fail and be restarted forever, so it is
 * refused here.
 */
public final class PoolQueue {
  /** Bytes of the longest message that a pool reads, from Swoole 4.3.1 on. */
  public static final int LONGEST = 65536;

  /** Bytes of the longest message that a pool reads, up to Swoole 4.3.0. */
  public static final int LONGEST_BEFORE_431 = 8192;

  /** In Swoole 2.1.2 to 4.2.1 a worker reads only the type of its first message from then on. */
  private static final long TYPE = 1;

  private final MessageQueue queue;
  private final int longest;

  private PoolQueue(MessageQueue queue, int longest) {
    this.queue = queue;
    this.longest = longest;
  }

  /** The queue of a pool that reads messages up to {@link #LONGEST} bytes. */
  public static PoolQueue on(MessageQueue queue) {
    return on(queue, LONGEST);
  }

  /** The queue of a pool that reads messages of up to {@code longest} bytes. */
  public static PoolQueue on(MessageQueue queue, int longest) {
    return new PoolQueue(queue, longest);
  }

  /** Sends a message to whichever worker is free, waiting while the queue is full. */
  public void push(byte[] data) throws InterruptedException {
    queue.send(TYPE, checked(data));
  }

  /** As {@link #push}; false if the queue is full. */
  public boolean tryPush(byte[] data) {
    return queue.trySend(TYPE, checked(data));
  }

  /** Takes a message as a worker of the pool does, waiting for one. */
  public byte[] pop() throws InterruptedException {
    return queue.receive().payload();
  }

  /** As {@link #pop}, without waiting. */
  public Optional<byte[]> tryPop() {
    return queue.tryReceive().map(Message::payload);
  }

  private byte[] checked(byte[] data) {
    Validate.isTrue(
        data.length <= longest, "%s bytes are above the pool's limit of %s", data.length, longest);
    return data;
  }
}
