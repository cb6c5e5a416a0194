package org.phpipc.php;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.sysv.MessageBuffer;

/**
 * The message of a thread, through which serialized values go without an array for each.
 *
 * <p>Whatever the thread calls next may use it: what must wait is copied.
 */
final class ThreadMessage {
  /** Twice the kernel's usual limit, and what scripts mostly allow. */
  static final int BYTES = 1 << 14;

  private static final ThreadLocal<MessageBuffer> OF_THREADS =
      ThreadLocal.withInitial(() -> MessageBuffer.allocate(BYTES));

  private ThreadMessage() {}

  /** The message, to be received into. */
  static MessageBuffer get() {
    return OF_THREADS.get();
  }

  /** The message with a serialized value; null where that does not fit. */
  static @Nullable MessageBuffer of(long type, @Nullable Object value) {
    MessageBuffer message = get();
    ByteBuffer payload = message.payload().clear();
    try {
      PhpSerializer.standard().write(value, payload);
    } catch (BufferOverflowException e) {
      return null;
    }
    payload.flip();
    return message.type(type);
  }

  /** A copy of the payload. */
  static byte[] copy(MessageBuffer message) {
    byte[] bytes = new byte[message.payload().limit()];
    message.payload().get(0, bytes);
    return bytes;
  }
}
