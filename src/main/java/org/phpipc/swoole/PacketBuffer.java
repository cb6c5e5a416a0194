package org.phpipc.swoole;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.phpipc.sysv.MessageBuffer;

/**
 * The memory of a thread from which it sends task packets: a packet is put together where the
 * kernel takes it.
 *
 * <p>It is in use from where the data are put to where the message is sent, and nothing that a user
 * gave us runs between the two.
 */
final class PacketBuffer {

  private static final ThreadLocal<PacketBuffer> OF_THREADS =
      ThreadLocal.withInitial(PacketBuffer::new);

  private final MessageBuffer message = MessageBuffer.allocate(WireGeneration.MAX_PACKET_BYTES);
  private final ByteBuffer struct = message.payload().duplicate().order(ByteOrder.LITTLE_ENDIAN);

  private PacketBuffer() {}

  static PacketBuffer ofThisThread() {
    return OF_THREADS.get();
  }

  /** The part of the message for the data of a packet: {@code room} bytes behind the header. */
  ByteBuffer data(int headerBytes, int room) {
    return message.payload().limit(headerBytes + room).position(headerBytes);
  }

  /** If the header goes. */
  ByteBuffer struct() {
    return struct;
  }

  /** The message of this type, with the packet that ends where the data do. */
  MessageBuffer message(long type) {
    message.payload().flip();
    return message.type(type);
  }
}
