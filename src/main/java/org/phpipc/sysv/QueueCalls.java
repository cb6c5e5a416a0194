package org.phpipc.sysv;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.MsgBuf;
import org.phpipc.libc.abi.MsqidDs;
import org.phpipc.wait.Waiting;

/**
 * The calls that move the messages of one queue. An array goes through this thread's buffer, a
 * {@link MessageBuffer} is one itself.
 */
final class QueueCalls {
  private static final int EINVAL = Errno.EINVAL.number();
  private static final int ENOMSG = Errno.ENOMSG.number();
  private static final int EAGAIN = Errno.EAGAIN.number();
  private static final int E2BIG = Errno.E2BIG.number();

  /**
   * The {@code msgmax} read last, so that the kernel is not asked for it with every message. Where
   * it was lowered since, {@code msgsnd} refuses.
   */
  private static volatile int knownMsgmax;

  private final IpcLibc libc = IpcLibc.get();
  private final int id;
  private final String name;

  QueueCalls(int id, String name) {
    this.id = id;
    this.name = name;
  }

  /** How long a call is waited for. */
  @FunctionalInterface
  interface Patience {
    /** The result of the call, or {@link Waiting#TIMED_OUT}. */
    long await(LongSupplier call) throws InterruptedException;
  }

  /** Whether the message was sent without waiting; a call that may wait tells why it was not. */
  boolean sendAtOnce(long type, byte[] payload) {
    return !exceedsMsgmax(payload.length)
        && libc.msgsndAtOnce(id, buffer(type, payload), payload.length);
  }

  /** As {@link #sendAtOnce(long, byte[])}, with the buffer of the message. */
  boolean sendAtOnce(MessageBuffer message) {
    try {
      return libc.msgsndAtOnce(id, message.memory(), message.payload().limit());
    } finally {
      Reference.reachabilityFence(message); // Its memory must not be freed meanwhile.
    }
  }

  /** Whether there was room for the message at once. */
  boolean trySend(long type, byte[] payload) {
    long result = msgsnd(type, payload, IpcFlags.IPC_NOWAIT);
    return result != -EAGAIN && requireSent(result, type, payload.length);
  }

  /** As {@link #trySend(long, byte[])}, with the buffer of the message. */
  boolean trySend(MessageBuffer message) {
    long result = msgsnd(message, IpcFlags.IPC_NOWAIT);
    return result != -EAGAIN && requireSent(result, message);
  }

  /** Whether the message was sent before patience was over. */
  boolean send(long type, byte[] payload, Patience patience) throws InterruptedException {
    long result = patience.await(() -> msgsnd(type, payload, 0));
    return result != Waiting.TIMED_OUT && requireSent(result, type, payload.length);
  }

  /** As {@link #send(long, byte[], Patience)}, with the buffer of the message. */
  boolean send(MessageBuffer message, Patience patience) throws InterruptedException {
    long result = patience.await(() -> msgsnd(message, 0));
    return result != Waiting.TIMED_OUT && requireSent(result, message);
  }

  /** 0, or the negated errno. */
  private long msgsnd(long type, byte[] payload, int flags) {
    if (exceedsMsgmax(payload.length)) {
      return -EINVAL; // What msgsnd would answer, before memory is taken for it.
    }
    return libc.msgsnd(id, buffer(type, payload), payload.length, flags);
  }

  private long msgsnd(MessageBuffer message, int flags) {
    return libc.msgsnd(id, message.memory(), message.payload().limit(), flags);
  }

  private NativeBuffer buffer(long type, byte[] payload) {
    NativeBuffer buffer = libc.buffer(MsgBuf.MTEXT_OFFSET + payload.length);
    buffer.bytes().putLong(MsgBuf.MTYPE_OFFSET, type).put(MsgBuf.MTEXT_OFFSET, payload);
    return buffer;
  }

  private boolean requireSent(long result, MessageBuffer message) {
    return requireSent(result, message.type(), message.payload().limit());
  }

  private boolean requireSent(long result, long type, int bytes) {
    if (result < 0) {
      throw QueueRefusals.sending(name, (int) -result, type, bytes);
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
   * The message, or null if receiving it would have to wait; a call that may wait reports the
   * reason.
   */
  @Nullable Message takeAtOnce(Selection which) {
    int room = room(which);
    NativeBuffer buffer = libc.buffer(MsgBuf.MTEXT_OFFSET + room);
    int flags = IpcFlags.IPC_NOWAIT | which.flags(room);
    long result = libc.msgrcvAtOnce(id, buffer, room, which.msgtyp(), flags);
    return result < 0 ? null : message((int) result);
  }

  /** The message, or null if there is none. */
  @Nullable Message tryTake(Selection which) {
    return tryTake(which, 0);
  }

  /** A copy of the message at an index, or null if there is none. */
  @Nullable Message peek(int index) {
    return tryTake(Selection.desired(index), IpcFlags.MSG_COPY);
  }

  private @Nullable Message tryTake(Selection which, int flags) {
    int room = room(which);
    while (true) {
      long result = msgrcv(which, room, flags | IpcFlags.IPC_NOWAIT);
      if (result >= 0) {
        return message((int) result);
      } else if (result == -ENOMSG) {
        return null;
      } else if (result == -EINVAL && flags == IpcFlags.MSG_COPY && exists()) {
        throw QueueRefusals.peeking(name, which.msgtyp());
      }
      room = moreRoom(which, room, result);
    }
  }

  private boolean exists() {
    return libc.msgctl(id, IpcFlags.IPC_STAT, libc.buffer(MsqidDs.SIZE)) >= 0;
  }

  /** The message, or null if the patience was over. */
  @Nullable Message take(Selection which, Patience patience) throws InterruptedException {
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

  /**
   * Waits for a message and takes it if it has no bytes; null if the message stays in the queue.
   */
  @Nullable Message takeIfEmpty(Selection whole) throws InterruptedException {
    long atOnce = msgrcv(whole, 0, IpcFlags.IPC_NOWAIT);
    long result = atOnce == -ENOMSG ? Waiting.untilDone(() -> msgrcv(whole, 0, 0)) : atOnce;
    if (result == -E2BIG) {
      return null;
    } else if (result < 0) {
      throw QueueRefusals.receiving(name, (int) -result, 0);
    }
    return message((int) result);
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

  /** Whether a message was there; why not, a call that may wait tells. */
  boolean takeAtOnce(Selection which, MessageBuffer into) {
    int room = room(which, into);
    int flags = IpcFlags.IPC_NOWAIT | which.flags();
    long result = libc.msgrcvAtOnce(id, into.memory(), room, which.msgtyp(), flags);
    return result >= 0 && received(result, into);
  }

  /** Whether there was a message. */
  boolean tryTake(Selection which, MessageBuffer into) {
    long result = msgrcv(which, into, IpcFlags.IPC_NOWAIT);
    return result != -ENOMSG && requireReceived(result, which, into);
  }

  /** Whether a message came before patience was over. */
  boolean take(Selection which, MessageBuffer into, Patience patience) throws InterruptedException {
    long result = patience.await(() -> msgrcv(which, into, 0));
    return result != Waiting.TIMED_OUT && requireReceived(result, which, into);
  }

  private long msgrcv(Selection which, MessageBuffer into, int flags) {
    int room = room(which, into);
    return libc.msgrcv(id, into.memory(), room, which.msgtyp(), flags | which.flags());
  }

  private boolean requireReceived(long result, Selection which, MessageBuffer into) {
    if (result < 0) {
      throw QueueRefusals.receiving(name, (int) -result, room(which, into));
    }
    return received(result, into);
  }

  private static boolean received(long bytes, MessageBuffer into) {
    into.received((int) bytes);
    return true;
  }

  private static int room(Selection which, MessageBuffer into) {
    return Math.min(which.maxBytes(), into.payload().capacity());
  }
}
