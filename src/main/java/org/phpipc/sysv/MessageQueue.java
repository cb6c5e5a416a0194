package org.phpipc.sysv;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.apache.commons.lang3.Validate;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.libc.IpcFlags;
import org.phpipc.libc.Libc;
import org.phpipc.libc.MsgBuf;
import org.phpipc.libc.MsqidDs;
import org.phpipc.libc.NativeBuffer;

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
  /** Who may use a queue unless it is said otherwise: its owner. */
  public static final int DEFAULT_MODE = 0600;

  private static final int EINVAL = Errno.EINVAL.number();
  private static final int ENOENT = Errno.ENOENT.number();
  private static final int ENOMSG = Errno.ENOMSG.number();
  private static final int EEXIST = Errno.EEXIST.number();
  private static final int EAGAIN = Errno.EAGAIN.number();
  private static final int E2BIG = Errno.E2BIG.number();

  /**
   * The {@code msgmax} read last, so that the kernel is not asked for it with every message. Where
   * it was lowered since, {@code msgsnd} refuses.
   */
  private static volatile int knownMsgmax;

  private final Libc libc = Libc.get();
  private final int id;
  private final String name;

  private MessageQueue(int id, String name) {
    this.id = id;
    this.name = name;
  }

  /**
   * The queue with this key.
   *
   * @throws IpcMissingException where there is none
   */
  public static MessageQueue open(IpcKey key) {
    requireShared(key);
    return opened(key, Libc.get().msgget(key.value(), 0));
  }

  /** As {@link #create(IpcKey, int)} with {@link #DEFAULT_MODE}. */
  public static MessageQueue create(IpcKey key) {
    return create(key, DEFAULT_MODE);
  }

  /**
   * A new queue.
   *
   * @param mode permission bits; the umask has no say
   * @throws IpcExistsException where the key has a queue already
   */
  public static MessageQueue create(IpcKey key, int mode) {
    return opened(key, msggetNew(key, mode));
  }

  /** As {@link #openOrCreate(IpcKey, int)} with {@link #DEFAULT_MODE}. */
  public static MessageQueue openOrCreate(IpcKey key) {
    return openOrCreate(key, DEFAULT_MODE);
  }

  /**
   * The queue with this key, made with {@code mode} where there is none. One that belongs to
   * another user, or lets in more than {@code mode} does, is opened and reported: a warning of the
   * {@link System.Logger} {@code org.phpipc.sysv}.
   */
  public static MessageQueue openOrCreate(IpcKey key, int mode) {
    MessageQueue queue = get(key, mode);
    OwnerCheck.report(queue.name, mode, () -> found(queue.status().attributes()));
    return queue;
  }

  /** As {@link #openOrCreate(IpcKey, int)}, and silent about whose queue it is, as PHP is. */
  public static MessageQueue get(IpcKey key, int mode) {
    if (key.isPrivate()) {
      return create(key, mode);
    }
    int result;
    do { // Again where another process made it or removed it between the two calls.
      result = Libc.get().msgget(key.value(), 0);
      if (result == -ENOENT) {
        result = msggetNew(key, mode);
      }
    } while (result == -EEXIST);
    return opened(key, result);
  }

  /** The queue that the kernel calls {@code id}, whether it exists or not. */
  public static MessageQueue ofId(int id) {
    return new MessageQueue(id, "queue with id " + id);
  }

  /** Whether the key has a queue. {@link IpcKey#PRIVATE} never has. */
  public static boolean exists(IpcKey key) {
    return !key.isPrivate() && Libc.get().msgget(key.value(), 0) >= 0;
  }

  /** Every queue of this IPC namespace, those of other users included. */
  public static List<QueueStatus> list() {
    Libc libc = Libc.get();
    NativeBuffer ds = libc.buffer(MsqidDs.SIZE);
    int highestIndex = libc.msgctl(0, IpcFlags.MSG_INFO, ds);
    List<QueueStatus> all = new ArrayList<>();
    for (int index = 0; index <= highestIndex; index++) {
      int id = libc.msgctl(index, IpcFlags.MSG_STAT_ANY, ds);
      if (id >= 0) {
        all.add(QueueStatus.read(id, ds.bytes()));
      }
    }
    return all;
  }

  /** What the kernel calls the queue. */
  public int id() {
    return id;
  }

  /**
   * Sends a message, waiting while the queue is full.
   *
   * @param type at least 1
   * @throws IpcException where the type is below 1 or the payload above {@code kernel.msgmax}
   * @throws InterruptedException where the thread is interrupted while it waits; nothing was sent
   */
  public void send(long type, byte[] payload) throws InterruptedException {
    if (!sendAtOnce(type, payload)) {
      requireSent(Waiting.untilDone(() -> msgsnd(type, payload, 0)), type, payload);
    }
  }

  /**
   * As {@link #send(long, byte[])}, but where the queue stays full for so long the message is not
   * sent and the answer false.
   */
  public boolean send(long type, byte[] payload, Duration patience) throws InterruptedException {
    if (trySend(type, payload)) {
      return true;
    }
    long end = Waiting.deadline(patience);
    long result = Waiting.until(end, () -> msgsnd(type, payload, 0));
    return result != Waiting.TIMED_OUT && requireSent(result, type, payload);
  }

  /** As {@link #send}, but where the queue is full the message is not sent and the answer false. */
  public boolean trySend(long type, byte[] payload) {
    long result = msgsnd(type, payload, IpcFlags.IPC_NOWAIT);
    return result != -EAGAIN && requireSent(result, type, payload);
  }

  /** Takes the oldest message, waiting for one. */
  public Message receive() throws InterruptedException {
    return receive(Selection.any());
  }

  /**
   * Takes a message, waiting for one.
   *
   * @throws IpcException where the message is larger than the selection allows (E2BIG); it stays in
   *     the queue
   * @throws InterruptedException where the thread is interrupted while it waits; nothing was taken
   */
  public Message receive(Selection which) throws InterruptedException {
    Message message = takeAtOnce(which);
    if (message == null) {
      message = take(which, Waiting::untilDone);
    }
    if (message == null) { // The kernel does not say so to a caller that waits.
      throw QueueRefusals.receiving(name, ENOMSG, which.maxBytes());
    }
    return message;
  }

  /** Takes the oldest message, waiting no longer than so for one. */
  public Optional<Message> receive(Duration patience) throws InterruptedException {
    return receive(Selection.any(), patience);
  }

  /** As {@link #receive(Selection)}, but waits no longer than so. */
  public Optional<Message> receive(Selection which, Duration patience) throws InterruptedException {
    long end = Waiting.deadline(patience);
    Message message = tryTake(which, 0);
    return Optional.ofNullable(
        message != null ? message : take(which, call -> Waiting.until(end, call)));
  }

  /** Takes the oldest message, if there is one. */
  public Optional<Message> tryReceive() {
    return tryReceive(Selection.any());
  }

  /** As {@link #receive(Selection)}, but without waiting. */
  public Optional<Message> tryReceive(Selection which) {
    return Optional.ofNullable(tryTake(which, 0));
  }

  /**
   * Waits until a message is there, and leaves it in the queue.
   *
   * <p>This is a receive with room for no byte: the kernel refuses it with E2BIG as soon as a
   * message is there. An empty message needs no room, so it is taken and returned. Nothing is
   * reserved: when this returns, somebody else may have taken the message already.
   *
   * @param which its size and whether it may be truncated have no say
   * @return the message where it is empty; nothing where it stays in the queue
   * @throws InterruptedException where the thread is interrupted while it waits; nothing was taken
   */
  public Optional<Message> await(Selection which) throws InterruptedException {
    Selection whole = which.whole();
    long atOnce = msgrcv(whole, 0, IpcFlags.IPC_NOWAIT);
    long result = atOnce == -ENOMSG ? Waiting.untilDone(() -> msgrcv(whole, 0, 0)) : atOnce;
    if (result == -E2BIG) {
      return Optional.empty();
    } else if (result < 0) {
      throw QueueRefusals.receiving(name, (int) -result, 0);
    }
    return Optional.of(message((int) result));
  }

  /**
   * Reads a message and leaves it in the queue.
   *
   * @param index 0 for the oldest
   * @return nothing where the queue has fewer messages
   * @throws IpcException where the kernel cannot do it (ENOSYS: Linux without
   *     CONFIG_CHECKPOINT_RESTORE)
   */
  public Optional<Message> peek(int index) {
    Validate.isTrue(index >= 0, "peek: index %d is negative", index);
    return Optional.ofNullable(tryTake(Selection.desired(index), IpcFlags.MSG_COPY));
  }

  /** The queue's figures now. Needs read permission. */
  public QueueStatus status() {
    NativeBuffer ds = libc.buffer(MsqidDs.SIZE);
    check("msgctl(IPC_STAT)", libc.msgctl(id, IpcFlags.IPC_STAT, ds));
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

  /** Destroys the queue with its messages and wakes whoever waits on it. */
  public void remove() {
    check("msgctl(IPC_RMID)", libc.msgctl(id, IpcFlags.IPC_RMID, libc.buffer(MsqidDs.SIZE)));
  }

  @Override
  public String toString() {
    return name;
  }

  private static OwnerCheck.Found found(QueueAttributes attributes) {
    return new OwnerCheck.Found(attributes.uid(), attributes.mode());
  }

  private static int msggetNew(IpcKey key, int mode) {
    int flags = IpcFlags.IPC_CREAT | IpcFlags.IPC_EXCL | (mode & 0777);
    return Libc.get().msgget(key.value(), flags);
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

  /** Whether the message was sent without waiting; a call that may wait tells why it was not. */
  private boolean sendAtOnce(long type, byte[] payload) {
    return !exceedsMsgmax(payload.length)
        && libc.msgsndAtOnce(id, buffer(type, payload), payload.length);
  }

  /** 0, or the negated errno. */
  private long msgsnd(long type, byte[] payload, int flags) {
    if (exceedsMsgmax(payload.length)) {
      return -EINVAL; // What msgsnd would answer, before memory is taken for it.
    }
    return libc.msgsnd(id, buffer(type, payload), payload.length, flags);
  }

  private NativeBuffer buffer(long type, byte[] payload) {
    NativeBuffer buffer = libc.buffer(MsgBuf.MTEXT_OFFSET + payload.length);
    buffer.bytes().putLong(MsgBuf.MTYPE_OFFSET, type).put(MsgBuf.MTEXT_OFFSET, payload);
    return buffer;
  }

  private boolean requireSent(long result, long type, byte[] payload) {
    if (result < 0) {
      throw QueueRefusals.sending(name, (int) -result, type, payload.length);
    }
    return true;
  }

  private static boolean exceedsMsgmax(int bytes) {
    if (bytes <= knownMsgmax) {
      return false;
    }
    int msgmax = QueueLimits.read().msgmax();
    knownMsgmax = msgmax;
    return bytes > msgmax;
  }

  /**
   * The message, or null where it cannot be had without waiting; a call that may wait tells why.
   */
  private @Nullable Message takeAtOnce(Selection which) {
    int room = room(which);
    NativeBuffer buffer = libc.buffer(MsgBuf.MTEXT_OFFSET + room);
    int flags = IpcFlags.IPC_NOWAIT | which.flags(room);
    long result = libc.msgrcvAtOnce(id, buffer, room, which.msgtyp(), flags);
    return result < 0 ? null : message((int) result);
  }

  /** The message, or null where there is none. */
  private @Nullable Message tryTake(Selection which, int flags) {
    int room = room(which);
    while (true) {
      long result = msgrcv(which, room, flags | IpcFlags.IPC_NOWAIT);
      if (result >= 0) {
        return message((int) result);
      } else if (result == -ENOMSG) {
        return null;
      }
      room = moreRoom(which, room, result);
    }
  }

  /** How long a call of msgrcv is waited for. */
  @FunctionalInterface
  private interface Patience {
    /** The result of the call, or {@link Waiting#TIMED_OUT}. */
    long await(LongSupplier call) throws InterruptedException;
  }

  /** The message, or null where patience was over. */
  private @Nullable Message take(Selection which, Patience patience) throws InterruptedException {
    int room = room(which);
    while (true) {
      int present = room;
      long result = patience.await(() -> msgrcv(which, present, 0));
      if (result >= 0) {
        return message((int) result);
      } else if (result == -ENOMSG || result == Waiting.TIMED_OUT) {
        return null;
      }
      room = moreRoom(which, room, result);
    }
  }

  /** Bytes received into this thread's buffer, or the negated errno. */
  private long msgrcv(Selection which, int room, int flags) {
    NativeBuffer buffer = libc.buffer(MsgBuf.MTEXT_OFFSET + room);
    return libc.msgrcv(id, buffer, room, which.msgtyp(), flags | which.flags(room));
  }

  private int room(Selection which) {
    return Math.min(which.maxBytes(), libc.buffer(0).capacity() - MsgBuf.MTEXT_OFFSET);
  }

  /**
   * Where a message is there that needs more room. The buffer grows only then: a message that does
   * not fit stays in the queue.
   */
  private int moreRoom(Selection which, int room, long result) {
    if (result != -E2BIG || room >= which.maxBytes()) {
      throw QueueRefusals.receiving(name, (int) -result, which.maxBytes());
    }
    return (int) Math.min(which.maxBytes(), 2L * room);
  }

  /** What was received into this thread's buffer. */
  private Message message(int bytes) {
    ByteBuffer buffer = libc.buffer(0).bytes();
    byte[] payload = new byte[bytes];
    buffer.get(MsgBuf.MTEXT_OFFSET, payload);
    return new Message(buffer.getLong(MsgBuf.MTYPE_OFFSET), payload);
  }

  private void check(String call, int result) {
    if (result < 0) {
      throw QueueRefusals.controlling(call, name, -result);
    }
  }
}
