package org.phpipc.php;

import static org.phpipc.php.PhpCasts.rawBytes;
import static org.phpipc.php.PhpCasts.typeName;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.serialize.Diagnostic;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpString;
import org.phpipc.serialize.SerializeFormatException;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageBuffer;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Ownership;
import org.phpipc.sysv.QueueStatus;
import org.phpipc.sysv.Selection;

/**
 * PHP's extension sysvmsg: System V message queues. Source: {@code ext/sysvmsg/sysvmsg.stub.php} of
 * PHP 8.2 and what that PHP was seen to do.
 *
 * <p>Where PHP answers {@code false} for a queue, these functions answer {@code null}; a null queue
 * as an argument is refused with PHP's words for {@code false}.
 */
public final class Sysvmsg {
  /** PHP's own number: do not wait. The kernel has another one. */
  public static final int MSG_IPC_NOWAIT = 1;

  /** PHP's own number: cut a message that is too large. The kernel has another one. */
  public static final int MSG_NOERROR = 2;

  /** PHP's own number: any type but the desired one. The kernel has another one. */
  public static final int MSG_EXCEPT = 4;

  /** Error code of a send to a full queue. */
  public static final int MSG_EAGAIN = 11;

  /** Error code of a receive that finds no message. */
  public static final int MSG_ENOMSG = 42;

  /** The kernel ends these calls for every handler, signal(7). */
  private static final boolean NEVER_RESTARTED = false;

  private static final int DEFAULT_PERMISSIONS = 0666;

  private static final Consumer<Diagnostic> NOTICES = PhpWarnings.of("msg_receive");

  private Sysvmsg() {}

  /** {@code msg_get_queue($key)}: permissions 0666. */
  public static @Nullable MessageQueue msg_get_queue(long key) {
    return msg_get_queue(key, DEFAULT_PERMISSIONS);
  }

  /**
   * {@code msg_get_queue}: the queue of a key, created if there is none.
   *
   * @param key its low 32 bits count; 0 always makes a new queue, with mode 0 as in PHP
   * @param permissions low nine bits, without the umask; only for a queue that is made
   * @return the queue, or null after a warning
   */
  public static @Nullable MessageQueue msg_get_queue(long key, int permissions) {
    IpcKey ipcKey = new IpcKey((int) key);
    try {
      return MessageQueue.openOrCreateQuietly(
          ipcKey, ipcKey.isPrivate() ? 0 : permissions & Ownership.PERMISSIONS);
    } catch (IpcException e) {
      String text = "Failed for key 0x" + Long.toHexString(key) + ": " + Errno.text(e.errno());
      PhpWarnings.warn("msg_get_queue", text);
      return null;
    }
  }

  /**
   * {@code msg_queue_exists}: whether the key has a queue. As in PHP, asking for key 0 makes a
   * queue and finds it.
   */
  public static boolean msg_queue_exists(long key) {
    IpcKey ipcKey = new IpcKey((int) key);
    return ipcKey.isPrivate() ? msg_get_queue(key) != null : MessageQueue.exists(ipcKey);
  }

  /** {@code msg_send($queue, $message_type, $message)}: serialized, blocking. */
  public static boolean msg_send(
      @Nullable MessageQueue queue, long message_type, @Nullable Object message) {
    return msg_send(queue, message_type, message, true);
  }

  /** {@code msg_send} that blocks while the queue is full. */
  public static boolean msg_send(
      @Nullable MessageQueue queue,
      long message_type,
      @Nullable Object message,
      boolean serialize) {
    return msg_send(queue, message_type, message, serialize, true);
  }

  /** {@code msg_send} without an error code. */
  public static boolean msg_send(
      @Nullable MessageQueue queue,
      long message_type,
      @Nullable Object message,
      boolean serialize,
      boolean blocking) {
    return msg_send(queue, message_type, message, serialize, blocking, new Ref<>());
  }

  /**
   * {@code msg_send}: puts a message at the end of a queue.
   *
   * @param message_type at least 1
   * @param message any value, or without {@code serialize} a string, int, float or bool
   * @param serialize send {@code serialize($message)}; otherwise the bytes of the message as PHP
   *     turns it into a string, a float with six decimals
   * @param blocking wait while the queue is full, or until a signal's handler is called or the
   *     thread is interrupted (error 4)
   * @param error_code set to the errno of a failure, left as it is by success
   * @return true, or false after a warning
   */
  public static boolean msg_send(
      @Nullable MessageQueue queue,
      long message_type,
      @Nullable Object message,
      boolean serialize,
      boolean blocking,
      Ref<Long> error_code) {
    MessageQueue target = requireQueue("msg_send", queue);
    Optional<byte[]> own = // Empty if the value is in the message of this thread.
        serialize ? ThreadMessage.put(message) : Optional.of(rawPayload(message));
    try {
      if (trySend(target, message_type, own)) {
        return true;
      } else if (!blocking) {
        return sendFailed(MSG_EAGAIN, error_code);
      }
      byte[] payload = own.orElseGet(ThreadMessage::copy);
      SignalDelivery.waiting(NEVER_RESTARTED, () -> sent(target, message_type, payload));
      return true;
    } catch (IpcException e) {
      return sendFailed(e.errno(), error_code);
    } catch (InterruptedException e) {
      return sendFailed(Errno.EINTR.number(), error_code);
    }
  }

  private static boolean trySend(MessageQueue target, long type, Optional<byte[]> own) {
    return own.isPresent()
        ? target.trySend(type, own.get())
        : target.trySend(ThreadMessage.get().type(type));
  }

  private static boolean sent(MessageQueue target, long type, byte[] payload)
      throws InterruptedException {
    target.send(type, payload);
    return true;
  }

  private static byte[] rawPayload(@Nullable Object message) {
    byte[] bytes = rawBytes(message);
    if (bytes == null) {
      String complaint = "must be of type string|int|float|bool, " + typeName(message) + " given";
      throw new PhpTypeError("msg_send", 3, "message", complaint);
    }
    return bytes;
  }

  private static boolean sendFailed(int errno, Ref<Long> error_code) {
    error_code.value = (long) errno;
    PhpWarnings.warn("msg_send", "msgsnd failed: " + Errno.text(errno));
    return false;
  }

  /** {@code msg_receive} of a serialized message that waits for one. */
  public static boolean msg_receive(
      @Nullable MessageQueue queue,
      long desired_message_type,
      Ref<Long> received_message_type,
      long max_message_size,
      Ref<Object> message) {
    return msg_receive(
        queue, desired_message_type, received_message_type, max_message_size, message, true);
  }

  /** {@code msg_receive} that waits for a message. */
  public static boolean msg_receive(
      @Nullable MessageQueue queue,
      long desired_message_type,
      Ref<Long> received_message_type,
      long max_message_size,
      Ref<Object> message,
      boolean unserialize) {
    return msg_receive(
        queue,
        desired_message_type,
        received_message_type,
        max_message_size,
        message,
        unserialize,
        0);
  }

  /** {@code msg_receive} without an error code. */
  public static boolean msg_receive(
      @Nullable MessageQueue queue,
      long desired_message_type,
      Ref<Long> received_message_type,
      long max_message_size,
      Ref<Object> message,
      boolean unserialize,
      int flags) {
    return msg_receive(
        queue,
        desired_message_type,
        received_message_type,
        max_message_size,
        message,
        unserialize,
        flags,
        new Ref<>());
  }

  /**
   * {@code msg_receive}: takes a message from a queue. A signal whose handler is called ends the
   * waiting with error code 4, whatever {@code pcntl_signal} was told of restarting; an interrupt
   * of the thread does so, too.
   *
   * @param desired_message_type 0 for the oldest message, positive for the oldest of that type,
   *     negative for the oldest of the lowest type up to it
   * @param received_message_type set to the type of the message, 0 if there is none
   * @param max_message_size bytes of the largest acceptable message
   * @param message set to the value, or without {@code unserialize} to the bytes: a String where
   *     they are UTF-8, else a {@link org.phpipc.serialize.PhpString}; false after a failure
   * @param flags {@link #MSG_IPC_NOWAIT}, {@link #MSG_NOERROR}, {@link #MSG_EXCEPT}; other bits are
   *     ignored
   * @param error_code set to the errno of a failure, 0 after success
   * @return whether a message was received and understood. A message that cannot be unserialized is
   *     gone: false after a warning, with error code 0
   */
  public static boolean msg_receive(
      @Nullable MessageQueue queue,
      long desired_message_type,
      Ref<Long> received_message_type,
      long max_message_size,
      Ref<Object> message,
      boolean unserialize,
      int flags,
      Ref<Long> error_code) {
    MessageQueue source = requireQueue("msg_receive", queue);
    if (max_message_size <= 0) {
      throw new PhpValueError("msg_receive", 4, "max_message_size", "must be greater than 0");
    }
    received_message_type.value = 0L;
    message.value = false;
    Selection which = selection(desired_message_type, max_message_size, flags);
    boolean fits = max_message_size <= ThreadMessage.BYTES || (flags & MSG_NOERROR) == 0;
    Received received;
    try {
      received = take(source, which, fits, (flags & MSG_IPC_NOWAIT) != 0);
    } catch (IpcException e) {
      error_code.value = (long) e.errno();
      return false;
    } catch (InterruptedException e) {
      error_code.value = (long) Errno.EINTR.number();
      return false;
    }
    if (received == null) {
      error_code.value = (long) MSG_ENOMSG;
      return false;
    }
    error_code.value = 0L;
    received_message_type.value = received.type;
    return unserialize ? decode(received.payload, message) : raw(received.payload, message);
  }

  /** A message; its payload may be in that of this thread. */
  private record Received(long type, ByteBuffer payload) {
    static Received of(Message message) {
      return new Received(message.type(), ByteBuffer.wrap(message.payload()));
    }
  }

  private static Selection selection(long desired, long maxBytes, int flags) {
    boolean except = (flags & MSG_EXCEPT) != 0;
    Selection types = except ? Selection.desiredExcept(desired) : Selection.desired(desired);
    Selection sized = types.atMost((int) Math.min(maxBytes, Integer.MAX_VALUE));
    return (flags & MSG_NOERROR) != 0 ? sized.truncating() : sized;
  }

  /**
   * Takes a message; null if there is none and the caller does not wait.
   *
   * @param fits whether one that goes into the message of this thread has all its bytes
   */
  private static @Nullable Received take(
      MessageQueue source, Selection which, boolean fits, boolean now) throws InterruptedException {
    boolean larger = !fits;
    if (fits) {
      MessageBuffer small = ThreadMessage.get();
      try {
        if (source.tryReceive(which, small)) {
          return new Received(small.type(), small.payload());
        }
      } catch (IpcException e) {
        larger = e.errno() == Errno.E2BIG.number(); // Then it is there still.
        if (!larger) {
          throw e;
        }
      }
    }
    Optional<Message> message = larger ? source.tryReceive(which) : Optional.empty();
    if (message.isPresent()) {
      return Received.of(message.get());
    }
    return now
        ? null
        : Received.of(SignalDelivery.waiting(NEVER_RESTARTED, () -> source.receive(which)));
  }

  private static boolean decode(ByteBuffer payload, Ref<Object> message) {
    try {
      message.value = PhpSerializer.standard().read(payload, NOTICES);
      return true;
    } catch (SerializeFormatException e) {
      PhpWarnings.warn("msg_receive", "Message corrupted");
      return false;
    }
  }

  private static boolean raw(ByteBuffer payload, Ref<Object> message) {
    message.value = PhpString.textOrBytes(ThreadMessage.bytes(payload));
    return true;
  }

  /**
   * {@code msg_stat_queue}: the queue's figures under PHP's names, in PHP's order.
   *
   * @return null if the kernel refuses, without a warning
   */
  public static @Nullable Map<String, Long> msg_stat_queue(@Nullable MessageQueue queue) {
    QueueStatus status;
    try {
      status = requireQueue("msg_stat_queue", queue).status();
    } catch (IpcException e) {
      return null;
    }
    return QueueFigures.of(status);
  }

  /**
   * {@code msg_set_queue}: sets what {@code data} names of {@code msg_perm.uid}, {@code
   * msg_perm.gid}, {@code msg_perm.mode} and {@code msg_qbytes}; values are cast to int as PHP
   * does.
   *
   * @return false if the kernel refuses, without a warning
   */
  public static boolean msg_set_queue(@Nullable MessageQueue queue, Map<String, ?> data) {
    try {
      requireQueue("msg_set_queue", queue).change(attributes -> QueueFigures.set(attributes, data));
      return true;
    } catch (IpcException e) {
      return false;
    }
  }

  /** {@code msg_remove_queue}: destroys the queue; false without a warning if it is gone. */
  public static boolean msg_remove_queue(@Nullable MessageQueue queue) {
    try {
      requireQueue("msg_remove_queue", queue).remove();
      return true;
    } catch (IpcException e) {
      return false;
    }
  }

  private static MessageQueue requireQueue(String function, @Nullable MessageQueue queue) {
    if (queue == null) {
      throw new PhpTypeError(function, 1, "queue", "must be of type SysvMessageQueue, bool given");
    }
    return queue;
  }
}
