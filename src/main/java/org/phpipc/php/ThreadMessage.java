package org.phpipc.php;

import java.nio.ByteBuffer;
import java.util.Optional;
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

  /** The message of the thread that asks. */
  static MessageBuffer get() {
    return OF_THREADS.get();
  }

  /** Puts a serialized value into the message; returns the value instead if it does not fit. */
  static Optional<byte[]> put(@Nullable Object value) {
    ByteBuffer payload = get().payload().clear();
    Optional<byte[]> tooLong = PhpSerializer.standard().writeIfFits(value, payload);
    payload.flip();
    return tooLong;
  }

  /** A copy of the payload. */
  static byte[] copy() {
    return bytes(get().payload());
  }

  /** A copy of what is between a buffer's front and its limit. */
  static byte[] bytes(ByteBuffer payload) {
    byte[] bytes = new byte[payload.limit()];
    payload.get(0, bytes);
    return bytes;
  }
}
