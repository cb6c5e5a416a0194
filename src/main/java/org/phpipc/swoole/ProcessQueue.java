package org.phpipc.swoole;

import java.util.Optional;
import org.apache.commons.lang3.Validate;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.QueueStatus;
import org.phpipc.sysv.Selection;

/**
 * The queue of a {@code Swoole\Process}: raw bytes, without header and without serialization, under
 * PHP's names. This object stands where the PHP {@code Process} object with its number stands.
 *
 * <p>Source: {@code Process::useQueue}, {@code push} and {@code pop} in swoole-src, {@code
 * swoole_process.cc}.
 */
public final class ProcessQueue {
  /** Each process reads the messages that were pushed through its own object. */
  public static final int MODE_ORIENT = 1;

  /** Every process reads every message; PHP's default. */
  public static final int MODE_BALANCE = 2;

  /** Of the mode: neither {@code push} nor {@code pop} waits. */
  public static final int IPC_NOWAIT = 256;

  /** Of {@code capacityBytes}: as the kernel has it. */
  public static final long CAPACITY_UNCHANGED = -1;

  /** The longest message that {@code push} takes, in bytes. */
  public static final int LONGEST_PUSH = 65535;

  /** The longest message that {@code pop} takes, in bytes. */
  public static final int LONGEST_POP = 65536;

  private final MessageQueue queue;
  private final long type;
  private final Selection reading;
  private final boolean noWait;

  private ProcessQueue(MessageQueue queue, long type, int mode) {
    Validate.isTrue(type >= 1, "a message type is at least 1, not %s", type);
    this.queue = queue;
    this.type = type;
    this.noWait = (mode & IPC_NOWAIT) != 0;
    boolean balance = (mode & ~IPC_NOWAIT) == MODE_BALANCE;
    this.reading = balance ? Selection.any() : Selection.type(type);
  }

  /**
   * The queue with this key, made with mode 0666 where there is none, as Swoole makes it.
   *
   * @param type of the process, from {@link #type} or {@link #typeBefore440}
   * @param mode {@link #MODE_BALANCE}; any other number is {@link #MODE_ORIENT}; with {@link
   *     #IPC_NOWAIT} or without
   * @param capacityBytes for the queue, or {@link #CAPACITY_UNCHANGED}
   */
  public static ProcessQueue useQueue(IpcKey key, long type, int mode, long capacityBytes) {
    MessageQueue queue = MessageQueue.openOrCreate(key, 0666);
    if (capacityBytes != CAPACITY_UNCHANGED) {
      queue.resize(capacityBytes);
    }
    return on(queue, type, mode);
  }

  /** As {@link #useQueue}, on a queue that is open already. */
  public static ProcessQueue on(MessageQueue queue, long type, int mode) {
    return new ProcessQueue(queue, type, mode);
  }

  /**
   * The message type of a process, in Swoole 4.4.0 and later.
   *
   * @param processNumber 1 for the first {@code Process} object of the script, and so on
   */
  public static long type(int processNumber) {
    return processNumber + 1L;
  }

  /** The message type of a process, in Swoole up to 4.3.6. */
  public static long typeBefore440(int processNumber) {
    return processNumber;
  }

  /**
   * Sends a message to the process; false if the queue is full and the mode forbids to wait.
   *
   * @param data 1 to {@value #LONGEST_PUSH} bytes
   */
  public boolean push(byte[] data) throws InterruptedException {
    Validate.isTrue(
        data.length >= 1 && data.length <= LONGEST_PUSH,
        "push: %s bytes are not in 1..%s",
        data.length,
        LONGEST_PUSH);
    if (noWait) {
      return queue.trySend(type, data);
    }
    queue.send(type, data);
    return true;
  }

  /** As {@link #pop(int)} with {@value #LONGEST_POP} bytes. */
  public Optional<byte[]> pop() throws InterruptedException {
    return pop(LONGEST_POP);
  }

  /**
   * Takes a message; nothing if there is none and the mode forbids to wait.
   *
   * @param maxBytes at most {@value #LONGEST_POP}
   * @throws org.phpipc.sysv.IpcException if the message is longer (E2BIG); it stays in the queue
   */
  public Optional<byte[]> pop(int maxBytes) throws InterruptedException {
    Selection which = reading.atMost(Math.min(maxBytes, LONGEST_POP));
    Optional<Message> message =
        noWait ? queue.tryReceive(which) : Optional.of(queue.receive(which));
    return message.map(Message::payload);
  }

  /** The queue's figures. */
  public QueueStatus statQueue() {
    return queue.status();
  }

  /** Destroys the queue. */
  public void freeQueue() {
    queue.remove();
  }
}
