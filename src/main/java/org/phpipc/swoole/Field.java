package org.phpipc.swoole;

import java.nio.ByteBuffer;

/**
 * A number in a C struct.
 *
 * @param offset bytes from the start of the struct
 * @param width 1, 2, 4 or 8 bytes
 */
record Field(int offset, int width) {

  int end() {
    return offset + width;
  }

  long unsigned(ByteBuffer struct) {
    return switch (width) {
      case 1 -> struct.get(offset) & 0xff;
      case 2 -> struct.getShort(offset) & 0xffff;
      case 4 -> struct.getInt(offset) & 0xffff_ffffL;
      default -> struct.getLong(offset);
    };
  }

  long signed(ByteBuffer struct) {
    return width == 4 ? struct.getInt(offset) : unsigned(struct);
  }

  void put(ByteBuffer struct, long value) {
    switch (width) {
      case 1 -> struct.put(offset, (byte) value);
      case 2 -> struct.putShort(offset, (short) value);
      case 4 -> struct.putInt(offset, (int) value);
      default -> struct.putLong(offset, value);
    }
  }

  /** The largest number that C reads from it as signed. */
  long largestSigned() {
    return Long.MAX_VALUE >>> (Long.SIZE - width * Byte.SIZE);
  }
}
