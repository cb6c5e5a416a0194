package org.phpipc.libc.memory;

import static org.phpipc.libc.abi.IpcFlags.MSG_COPY;
import static org.phpipc.libc.abi.IpcFlags.MSG_EXCEPT;
import static org.phpipc.libc.abi.IpcFlags.MSG_NOERROR;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.libc.abi.MsqidDs;

/** A message queue. Senders and receivers that wait are served in the order in which they came. */
final class QueueObject extends IpcObject {
  /** A message; each is only equal to itself. */
  static final class Message {
    private final long type;
    private final byte[] text;

    Message(long type, byte[] text) {
      this.type = type;
      this.text = text;
    }

    long type() {
      return type;
    }

    byte[] text() {
      return text;
    }
  }

  /** What a receiver wants: the arguments of msgrcv. */
  record Wish(long type, long room, int flags) {
    boolean is(Message message, long lowest) {
      if (type == 0) {
        return true;
      } else if (type < 0) {
        return message.type == lowest && lowest <= magnitude();
      }
      return (flags & MSG_EXCEPT) == 0 ? message.type == type : message.type != type;
    }

    /** The smallest number has no positive counterpart: the kernel takes the largest. */
    private long magnitude() {
      return type == Long.MIN_VALUE ? Long.MAX_VALUE : -type;
    }

    boolean isCopy() {
      return (flags & MSG_COPY) != 0;
    }

    boolean fits(Message message) {
      return message.text.length <= room || (flags & MSG_NOERROR) != 0;
    }
  }

  /** A thread that waits for a message. */
  static final class Receiver {
    final Wish wish;
    final Sleeper sleeper;
    private final int pid;
    @Nullable Message message;

    Receiver(Wish wish, Sleeper sleeper, int pid) {
      this.wish = wish;
      this.sleeper = sleeper;
      this.pid = pid;
    }
  }

  /** A thread that waits for room. */
  record Sender(Message message, Sleeper sleeper, int pid) {}

  private final List<Message> messages = new ArrayList<>();
  private final Deque<Receiver> receivers = new ArrayDeque<>();
  private final Deque<Sender> senders = new ArrayDeque<>();
  private long bytes;
  private long capacity = Limits.MSGMNB;
  private long sent;
  private long received;
  private int lastSender;
  private int lastReceiver;

  QueueObject(int id, int key, int mode, MemoryProcess creator) {
    super(id, key, mode, creator);
  }

  /** Whether there is room, by bytes and by count. */
  boolean hasRoom(Message message) {
    return message.text.length + bytes <= capacity && messages.size() + 1 <= capacity;
  }

  /** Hands the message to the first receiver that wants it, or keeps it. */
  void send(Message message, int pid) {
    lastSender = pid;
    sent = now();
    Iterator<Receiver> waiting = receivers.iterator();
    while (waiting.hasNext()) {
      Receiver receiver = waiting.next();
      if (receiver.sleeper.isDone() || !wants(receiver.wish, message)) {
        continue;
      }
      waiting.remove();
      if (receiver.wish.fits(message)) {
        receiver.message = message;
        receiver.sleeper.wake(0);
        noteReceived(receiver.pid);
        return;
      }
      receiver.sleeper.wake(-Errno.E2BIG.number());
    }
    messages.add(message);
    bytes += message.text.length;
  }

  private static boolean wants(Wish wish, Message message) {
    return wish.is(message, message.type);
  }

  void waitForMessage(Receiver receiver) {
    receivers.add(receiver);
  }

  void giveUp(Receiver receiver) {
    receivers.remove(receiver);
  }

  void waitForRoom(Sender sender) {
    senders.add(sender);
  }

  void giveUp(Sender sender) {
    senders.remove(sender);
  }

  /** The message that is to be received now, if there is one. */
  @Nullable Message find(Wish wish) {
    if (wish.isCopy()) {
      return wish.type >= 0 && wish.type < messages.size() ? messages.get((int) wish.type) : null;
    }
    long lowest = messages.stream().mapToLong(Message::type).min().orElse(0);
    return messages.stream().filter(message -> wish.is(message, lowest)).findFirst().orElse(null);
  }

  /** Takes a message out, which makes room for senders. */
  void take(Message message, int pid) {
    messages.remove(message);
    bytes -= message.text.length;
    noteReceived(pid);
    admitSenders();
  }

  private void noteReceived(int pid) {
    lastReceiver = pid;
    received = now();
  }

  private void admitSenders() {
    Iterator<Sender> waiting = senders.iterator();
    List<Sender> admitted = new ArrayList<>();
    while (waiting.hasNext()) {
      Sender sender = waiting.next();
      if (!sender.sleeper.isDone() && hasRoom(sender.message)) {
        waiting.remove();
        send(sender.message, sender.pid);
        admitted.add(sender);
      }
    }
    admitted.forEach(sender -> sender.sleeper.wake(0));
  }

  @Override
  void remove() {
    receivers.forEach(receiver -> receiver.sleeper.wake(-Errno.EIDRM.number()));
    senders.forEach(sender -> sender.sleeper.wake(-Errno.EIDRM.number()));
    messages.clear();
  }

  @Override
  void stat(ByteBuffer ds) {
    putPerm(ds, 0);
    ds.putLong(MsqidDs.STIME_OFFSET, sent)
        .putLong(MsqidDs.RTIME_OFFSET, received)
        .putLong(MsqidDs.CTIME_OFFSET, changed())
        .putLong(MsqidDs.CBYTES_OFFSET, bytes)
        .putLong(MsqidDs.QNUM_OFFSET, messages.size())
        .putLong(MsqidDs.QBYTES_OFFSET, capacity)
        .putInt(MsqidDs.LSPID_OFFSET, lastSender)
        .putInt(MsqidDs.LRPID_OFFSET, lastReceiver);
  }

  /** Sets the capacity as well, so that senders may find room. */
  @Override
  int set(ByteBuffer ds, MemoryProcess process) {
    long wanted = ds.getLong(MsqidDs.QBYTES_OFFSET);
    if (Long.compareUnsigned(wanted, Limits.MSGMNB) > 0 && !process.isPrivileged()) {
      return -Errno.EPERM.number();
    }
    capacity = wanted;
    admitSenders();
    return super.set(ds, process);
  }
}
