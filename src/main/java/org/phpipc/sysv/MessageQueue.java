package org.phpipc.sysv;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.commons.lang3.Validate;
import org.phpipc.Errno;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.MsqidDs;
import org.phpipc.wait.Deadline;
import org.phpipc.wait.Waiting;

/**
 * A System V message queue: typed messages of bytes, kept by the kernel in the order of sending.
 *
 * <p>This object is a name for the queue and holds nothing: it needs no closing, and the queue
 * stays until {@link #remove}. Any number of threads may use it. {@code try} methods never wait;
 * the others wait until the queue has what they need, or their time is over, or the thread is
 * interrupted, and fail with {@link IpcMissingException} when the queue is removed meanwhile. A
 * message is received as a whole or not at all, whatever ends the waiting. A virtual thread that
 * waits keeps its carrier.
 *
 * <p>Source of all rules: msgget(2), msgop(2), msgctl(2).
 */
public final class MessageQueue {
  /** Permission bits of a new queue if the caller names none: only its owner may use it. */
  public static final int DEFAULT_MODE = Ownership.DEFAULT_MODE;

  private static final int ENOENT = Errno.ENOENT.number();
  private static final int ENOMSG = Errno.ENOMSG.number();
  private static final int EEXIST = Errno.EEXIST.number();

  private final IpcLibc libc = IpcLibc.get();
  private final int id;
  private final String name;
  private final QueueCalls calls;

  private MessageQueue(int id, String name) {
    this.id = id;
    this.name = name;
    this.calls = new QueueCalls(id, name);
  }

  /**
   * The queue with this key.
   *
   * @throws IpcMissingException if there is none
   */
  public static MessageQueue open(IpcKey key) {
    requireShared(key);
    return opened(key, IpcLibc.get().msgget(key.value(), 0));
  }

  /** As {@link #create(IpcKey, int)} with {@link #DEFAULT_MODE}. */
  public static MessageQueue create(IpcKey key) {
    return create(key, DEFAULT_MODE);
  }

  /**
   * A new queue.
   *
   * @param mode permission bits; the umask does not change them
   * @throws IpcExistsException if the key has a queue already
   */
  public static MessageQueue create(IpcKey key, int mode) {
    return opened(key, msggetNew(key, mode));
  }

  /** As {@link #openOrCreate(IpcKey, int)} with {@link #DEFAULT_MODE}. */
  public static MessageQueue openOrCreate(IpcKey key) {
    return openOrCreate(key, DEFAULT_MODE);
  }

  /**
   * The queue with this key, created with {@code mode} if there is none. A queue that belongs to
   * another user, or lets in more than {@code mode} does, is opened and reported: a warning of the
   * {@link System.Logger} {@code org.phpipc.sysv}.
   */
  public static MessageQueue openOrCreate(IpcKey key, int mode) {
    MessageQueue queue = openOrCreateQuietly(key, mode);
    OwnerCheck.report(queue.name, mode, () -> queue.status().ownership());
    return queue;
  }

  /**
   * As {@link #openOrCreate(IpcKey, int)}, but without a warning about the owner or the mode, as in
   * PHP.
   */
  public static MessageQueue openOrCreateQuietly(IpcKey key, int mode) {
    if (key.isPrivate()) {
      return create(key, mode);
    }
    int result;
    do { // Again if another process created or removed the queue between the two calls.
      result = IpcLibc.get().msgget(key.value(), 0);
      if (result == -ENOENT) {
        result = msggetNew(key, mode);
      }
    } while (result == -EEXIST);
    return opened(key, result);
  }

  /** The queue with this kernel identifier, whether it exists or not. */
  public static MessageQueue ofId(int id) {
    return new MessageQueue(id, "queue with id " + id);
  }

  /** Whether the key has a queue. {@link IpcKey#PRIVATE} never has. */
  public static boolean exists(IpcKey key) {
    return !key.isPrivate() && IpcLibc.get().msgget(key.value(), 0) >= 0;
  }

  /**
   * Every queue of this IPC namespace, those of other users included.
   *
   * @throws IpcException if the kernel refuses to tell, as in a container whose seccomp filter does
   */
  public static List<QueueStatus> list() {
    return KernelTable.QUEUES.list(IpcLibc.get()::msgctl, QueueStatus::read);
  }

  /** The number by which the kernel identifies the queue. */
  public int id() {
    return id;
  }

  /**
   * Sends a message, waiting while the queue is full.
   *
   * @param type at least 1
   * @throws IpcException if the type is below 1 or the payload above {@code kernel.msgmax}
   * @throws InterruptedException if the thread is interrupted while it waits; nothing was sent
   */
  public void send(long type, byte[] payload) throws InterruptedException {
    if (!calls.sendAtOnce(type, payload)) {
      calls.send(type, payload, Waiting::untilDone);
    }
  }

  /**
   * As {@link #send(long, byte[])}, but waits at most {@code patience}.
   *
   * @return false if the queue stayed full; the message was not sent
   */
  public boolean send(long type, byte[] payload, Duration patience) throws InterruptedException {
    if (trySend(type, payload)) {
      return true;
    }
    Deadline end = Deadline.after(patience);
    return calls.send(type, payload, call -> Waiting.until(end, call));
  }

  /**
   * As {@link #send}, but does not wait: if the queue is full, the message is not sent and the
   * result is false.
   */
  public boolean trySend(long type, byte[] payload) {
    return calls.trySend(type, payload);
  }

  /** As {@link #send(long, byte[])}, with the type and the payload that the buffer has. */
  public void send(MessageBuffer message) throws InterruptedException {
    if (!calls.sendAtOnce(message)) {
      calls.send(message, Waiting::untilDone);
    }
  }

  /** As {@link #send(long, byte[], Duration)}, with what the buffer has. */
  public boolean send(MessageBuffer message, Duration patience) throws InterruptedException {
    if (trySend(message)) {
      return true;
    }
    Deadline end = Deadline.after(patience);
    return calls.send(message, call -> Waiting.until(end, call));
  }

  /** As {@link #trySend(long, byte[])}, with what the buffer has. */
  public boolean trySend(MessageBuffer message) {
    return calls.trySend(message);
  }

  /** Takes the oldest message, waiting for one. */
  public Message receive() throws InterruptedException {
    return receive(Selection.any());
  }

  /**
   * Takes a message, waiting for one.
   *
   * @throws IpcException if the message is larger than the selection allows (E2BIG); it stays in
   *     the queue
   * @throws InterruptedException if the thread is interrupted while it waits; nothing was taken
   */
  public Message receive(Selection which) throws InterruptedException {
    Message message = calls.takeAtOnce(which);
    if (message == null) {
      message = calls.take(which, Waiting::untilDone);
    }
    if (message == null) { // The kernel does not say so to a caller that waits.
      throw QueueRefusals.receiving(name, ENOMSG, which.maxBytes());
    }
    return message;
  }

  /** Takes the oldest message, waiting at most {@code patience} for one. */
  public Optional<Message> receive(Duration patience) throws InterruptedException {
    return receive(Selection.any(), patience);
  }

  /** As {@link #receive(Selection)}, but waits at most {@code patience}. */
  public Optional<Message> receive(Selection which, Duration patience) throws InterruptedException {
    Deadline end = Deadline.after(patience);
    Message message = calls.tryTake(which);
    return Optional.ofNullable(
        message != null ? message : calls.take(which, call -> Waiting.until(end, call)));
  }

  /** Takes the oldest message, if there is one. */
  public Optional<Message> tryReceive() {
    return tryReceive(Selection.any());
  }

  /** As {@link #receive(Selection)}, but without waiting. */
  public Optional<Message> tryReceive(Selection which) {
    return Optional.ofNullable(calls.tryTake(which));
  }

  /**
   * Takes the oldest message into a buffer, waiting for one.
   *
   * @throws IpcException if the message is larger than the buffer (E2BIG); it stays in the queue
   * @throws InterruptedException if the thread is interrupted while it waits; nothing was taken
   */
  public void receive(MessageBuffer into) throws InterruptedException {
    receive(Selection.any(), into);
  }

  /** As {@link #receive(MessageBuffer)}; a message that may be truncated ends with the buffer. */
  public void receive(Selection which, MessageBuffer into) throws InterruptedException {
    if (!calls.takeAtOnce(which, into)) {
      calls.take(which, into, Waiting::untilDone);
    }
  }

  /**
   * As {@link #receive(Selection, MessageBuffer)}, but waits at most {@code patience}.
   *
   * @return whether there was a message
   */
  public boolean receive(Selection which, MessageBuffer into, Duration patience)
      throws InterruptedException {
    Deadline end = Deadline.after(patience);
    return calls.tryTake(which, into) || calls.take(which, into, call -> Waiting.until(end, call));
  }

  /** As {@link #receive(Selection, MessageBuffer)}, but without waiting; whether there was one. */
  public boolean tryReceive(Selection which, MessageBuffer into) {
    return calls.tryTake(which, into);
  }

  /**
   * Waits until a message is there, and leaves it in the queue.
   *
   * <p>This is a receive with room for no byte: the kernel refuses it with E2BIG as soon as a
   * message is there. An empty message needs no room, so it is taken and returned. Nothing is
   * reserved: when this returns, somebody else may have taken the message already.
   *
   * @param which selects the message; its size limit and truncation are ignored
   * @return the message if it is empty; nothing if it stays in the queue
   * @throws InterruptedException if the thread is interrupted while it waits; nothing was taken
   */
  public Optional<Message> await(Selection which) throws InterruptedException {
    return Optional.ofNullable(calls.takeIfEmpty(which.whole()));
  }

  /**
   * Reads a message and leaves it in the queue.
   *
   * @param index 0 for the oldest
   * @return nothing if the queue has fewer messages
   * @throws IpcTooLargeException if the message is larger than {@code kernel.msgmax}, which was
   *     lowered since it was sent; a receive takes it
   * @throws IpcException if the kernel cannot do it (ENOSYS: Linux without
   *     CONFIG_CHECKPOINT_RESTORE)
   */
  public Optional<Message> peek(int index) {
    Validate.isTrue(index >= 0, "peek: index %s is negative", index);
    return Optional.ofNullable(calls.peek(index));
  }

  /** The queue's figures now. Needs read permission. */
  public QueueStatus status() {
    NativeBuffer ds = libc.buffer(MsqidDs.SIZE);
    check(IpcCall.MSGCTL_STAT, libc.msgctl(id, IpcFlags.IPC_STAT, ds));
    return QueueStatus.read(id, ds.bytes());
  }

  /**
   * Sets owner, mode and capacity at once. Only the owner, the creator and root may.
   *
   * @param change gives the new attributes for the present ones
   */
  public void change(UnaryOperator<QueueAttributes> change) {
    QueueAttributes wanted = change.apply(status().attributes());
    NativeBuffer ds = libc.buffer(MsqidDs.SIZE);
    ds.bytes()
        .putInt(MsqidDs.UID_OFFSET, wanted.uid())
        .putInt(MsqidDs.GID_OFFSET, wanted.gid())
        .putInt(MsqidDs.MODE_OFFSET, wanted.mode())
        .putLong(MsqidDs.QBYTES_OFFSET, wanted.capacityBytes());
    int result = libc.msgctl(id, IpcFlags.IPC_SET, ds);
    if (result < 0) {
      throw QueueRefusals.changing(name, -result, wanted);
    }
  }

  /** Sets how many bytes the messages in the queue may have together. */
  public void resize(long capacityBytes) {
    change(attributes -> attributes.withCapacityBytes(capacityBytes));
  }

  /** Destroys the queue with its messages, and ends every wait for it. */
  public void remove() {
    check(IpcCall.MSGCTL_RMID, libc.msgctl(id, IpcFlags.IPC_RMID, libc.buffer(MsqidDs.SIZE)));
  }

  @Override
  public String toString() {
    return name;
  }

  private static int msggetNew(IpcKey key, int mode) {
    int flags = IpcFlags.IPC_CREAT | IpcFlags.IPC_EXCL | (mode & Ownership.PERMISSIONS);
    return IpcLibc.get().msgget(key.value(), flags);
  }

  private static MessageQueue opened(IpcKey key, int result) {
    String name = "queue with key " + key;
    if (result < 0) {
      throw QueueRefusals.opening(name, -result);
    }
    return new MessageQueue(result, name + " and id " + result);
  }

  private static void requireShared(IpcKey key) {
    Validate.isTrue(
        !key.isPrivate(), "IPC_PRIVATE finds no queue: create one, or open it by its id");
  }

  private void check(IpcCall call, int result) {
    if (result < 0) {
      throw QueueRefusals.controlling(call, name, -result);
    }
  }
}
