package org.phpipc.sysv;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.commons.lang3.Validate;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.MsgBuf;

/**
 * One message in memory that the kernel reads and writes itself, to be used again and again:
 * sending and receiving it copies nothing within Java and allocates nothing.
 *
 * <pre>{@code
 * MessageBuffer message = MessageBuffer.allocate(8192);
 * message.type(1).payload().clear().put(bytes).flip();
 * queue.send(message);
 * queue.receive(message);
 * message.payload().get(bytes, 0, message.payload().limit());
 * }</pre>
 *
 * <p>One thread at a time may use it. Its memory is freed when nobody has it any more.
 */
public final class MessageBuffer {
  /** What the type leaves of the largest direct buffer. */
  private static final int LARGEST_CAPACITY = Integer.MAX_VALUE - MsgBuf.MTEXT_OFFSET;

  private final NativeBuffer memory;
  private final ByteBuffer payload;

  private MessageBuffer(int capacity) {
    memory = IpcLibc.get().allocate(MsgBuf.MTEXT_OFFSET + capacity);
    payload = memory.bytes().slice(MsgBuf.MTEXT_OFFSET, capacity);
  }

  /**
   * A message of type 0, which must get a type before it can be sent, and of {@code capacity}
   * zeros.
   *
   * @param capacity the largest payload, in bytes
   */
  public static MessageBuffer allocate(int capacity) {
    Validate.inclusiveBetween(
        0,
        LARGEST_CAPACITY,
        capacity,
        String.format(Locale.ROOT, "capacity: 0 to %s bytes", LARGEST_CAPACITY));
    return new MessageBuffer(capacity);
  }

  /** At least 1 in a received message. */
  public long type() {
    return memory.bytes().getLong(MsgBuf.MTYPE_OFFSET);
  }

  /** Sets the type that it is sent with, at least 1. */
  public MessageBuffer type(long type) {
    memory.bytes().putLong(MsgBuf.MTYPE_OFFSET, type);
    return this;
  }

  /**
   * The payload: what is before the limit is sent, wherever the position is. After a receive it is
   * what was received, with the position at 0. It is the same object each time.
   */
  public ByteBuffer payload() {
    return payload;
  }

  NativeBuffer memory() {
    return memory;
  }

  /** Notes the number of bytes that were received. */
  void received(int bytes) {
    payload.clear().limit(bytes);
  }

  @Override
  public String toString() {
    return "MessageBuffer[type=" + type() + ", " + payload.limit() + " bytes]";
  }
}
