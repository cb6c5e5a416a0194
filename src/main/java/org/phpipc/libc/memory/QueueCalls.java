package org.phpipc.libc.memory;

import static org.phpipc.libc.abi.IpcFlags.IPC_NOWAIT;
import static org.phpipc.libc.abi.IpcFlags.MSG_COPY;
import static org.phpipc.libc.abi.IpcFlags.MSG_EXCEPT;
import static org.phpipc.libc.abi.IpcFlags.MSG_INFO;
import static org.phpipc.libc.abi.IpcFlags.MSG_STAT_ANY;

import java.nio.ByteBuffer;
import org.phpipc.Errno;
import org.phpipc.libc.abi.MsgBuf;
import org.phpipc.libc.abi.Msginfo;

/** msgget, msgsnd, msgrcv and msgctl. */
final class QueueCalls extends IpcCalls<QueueObject> {
  private final MemoryKernel kernel;

  QueueCalls(MemoryKernel kernel, MemoryProcess process) {
    super(kernel.queues, process, MSG_INFO, MSG_STAT_ANY);
    this.kernel = kernel;
  }

  int get(int key, int flags) {
    return table.get(
        key, flags, process, 0, queue -> 0, id -> new QueueObject(id, key, flags, process));
  }

  int send(int id, ByteBuffer from, long bytes, int flags) {
    long type = from.getLong(MsgBuf.MTYPE_OFFSET);
    if (bytes < 0 || bytes > Limits.MSGMAX || id < 0 || type < 1) {
      return -Errno.EINVAL.number();
    }
    byte[] text = new byte[(int) bytes];
    from.get(MsgBuf.MTEXT_OFFSET, text);
    return send(id, new QueueObject.Message(type, text), flags);
  }

  private int send(int id, QueueObject.Message message, int flags) {
    QueueObject queue = table.find(id);
    if (queue == null) {
      return -Errno.EINVAL.number();
    } else if (!queue.grants(process, WRITE)) {
      return -Errno.EACCES.number();
    } else if (queue.hasRoom(message)) {
      queue.send(message, process.pid());
      return 0;
    }
    return (flags & IPC_NOWAIT) != 0 ? -Errno.EAGAIN.number() : await(queue, message);
  }

  private int await(QueueObject queue, QueueObject.Message message) {
    var sender = new QueueObject.Sender(message, kernel.sleeper(), process.pid());
    queue.waitForRoom(sender);
    try {
      return (int) kernel.sleep(sender.sleeper(), Sleeper.FOREVER);
    } finally {
      queue.giveUp(sender);
    }
  }

  long receive(int id, ByteBuffer into, long room, long type, int flags) {
    boolean copy = (flags & MSG_COPY) != 0;
    if (id < 0 || room < 0) {
      return -Errno.EINVAL.number();
    } else if (copy && ((flags & MSG_EXCEPT) != 0 || (flags & IPC_NOWAIT) == 0)) {
      return -Errno.EINVAL.number();
    }
    return receive(id, new QueueObject.Wish(type, room, flags), into);
  }

  private long receive(int id, QueueObject.Wish wish, ByteBuffer into) {
    QueueObject queue = table.find(id);
    if (queue == null) {
      return -Errno.EINVAL.number();
    } else if (!queue.grants(process, READ)) {
      return -Errno.EACCES.number();
    }
    QueueObject.Message message = queue.find(wish);
    if (message == null) {
      return (wish.flags() & IPC_NOWAIT) != 0 ? -Errno.ENOMSG.number() : await(queue, wish, into);
    } else if (!wish.fits(message)) {
      return -Errno.E2BIG.number();
    }
    if (!wish.isCopy()) {
      queue.take(message, process.pid());
    }
    return put(message, wish, into);
  }

  private long await(QueueObject queue, QueueObject.Wish wish, ByteBuffer into) {
    var receiver = new QueueObject.Receiver(wish, kernel.sleeper(), process.pid());
    queue.waitForMessage(receiver);
    try {
      long result = kernel.sleep(receiver.sleeper, Sleeper.FOREVER);
      QueueObject.Message message = receiver.message;
      return message == null ? result : put(message, wish, into);
    } finally {
      queue.giveUp(receiver);
    }
  }

  private static long put(QueueObject.Message message, QueueObject.Wish wish, ByteBuffer into) {
    int bytes = (int) Math.min(message.text().length, wish.room());
    into.putLong(MsgBuf.MTYPE_OFFSET, message.type())
        .put(MsgBuf.MTEXT_OFFSET, message.text(), 0, bytes);
    return bytes;
  }

  @Override
  void putInfo(int cmd, ByteBuffer info) {
    info.putInt(Msginfo.MSGMAX_OFFSET, Limits.MSGMAX)
        .putInt(Msginfo.MSGMNB_OFFSET, Limits.MSGMNB)
        .putInt(Msginfo.MSGMNI_OFFSET, Limits.MSGMNI);
  }
}
