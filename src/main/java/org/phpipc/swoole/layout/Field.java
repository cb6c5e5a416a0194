package org.phpipc.swoole.layout;

import java.nio.ByteBuffer;

/**
 * An integer in a C struct.
 *
 * @param offset bytes from the start of the struct
 * @param width 1, 2, 4 or 8 bytes
 */
public record Field(int offset, int width) {

  public int end() {
    return offset + width;
  }

  public long unsigned(ByteBuffer struct) {
    return switch (width) {
      case 1 -> struct.get(offset) & 0xff;
      case 2 -> struct.getShort(offset) & 0xffff;
      case 4 -> struct.getInt(offset) & 0xffff_ffffL;
      default -> struct.getLong(offset);
    };
  }

  public long signed(ByteBuffer struct) {
    return width == 4 ? struct.getInt(offset) : unsigned(struct);
  }

  public void put(ByteBuffer struct, long value) {
    switch (width) {
      case 1 -> struct.put(offset, (byte) value);
      case 2 -> struct.putShort(offset, (short) value);
      case 4 -> struct.putInt(offset, (int) value);
      default -> struct.putLong(offset, value);
    }
  }

  /** The largest number that the field holds if C reads it as signed. */
  public long largestSigned() {
    return Long.MAX_VALUE >>> (Long.SIZE - width * Byte.SIZE);
  }
}
