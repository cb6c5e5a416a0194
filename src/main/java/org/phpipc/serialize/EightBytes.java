package org.phpipc.serialize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at once as a long, the first one lowest, and the decimal digits among them.
 *
 * <p>How many digits a number has is hard to foresee for a processor; this way nothing depends on
 * it (Daniel Lemire, "Quickly parsing eight digits").
 */
final class EightBytes {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ZEROS = 0x3030303030303030L;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  /** Takes a byte from 10 on to its high bit. */
  private static final long TO_HIGH_BIT = 0x7676767676767676L;

  private EightBytes() {}

  /** The eight bytes that start here, all of which must be there. */
  static long at(byte[] bytes, int start) {
    return (long) LONGS.get(bytes, start);
  }

  /** Puts eight bytes, for which there must be room. */
  static void put(long eight, byte[] to, int start) {
    LONGS.set(to, start, eight);
  }

  /** Whether no byte of a text has its high bit set. */
  static boolean isAscii(byte[] bytes, int start, int length) {
    long all = 0;
    int end = start + length;
    int p = start;
    for (; p <= end - Long.BYTES; p += Long.BYTES) {
      all |= at(bytes, p);
    }
    for (; p < end; p++) {
      all |= bytes[p];
    }
    return (all & HIGH_BITS) == 0;
  }

  /** Whether this ASCII byte is among the others. */
  static boolean contains(byte[] bytes, byte ascii) {
    long same = ascii * LOW_BITS;
    long found = 0;
    int p = 0;
    for (; p <= bytes.length - Long.BYTES; p += Long.BYTES) {
      long zeroWhereSame = at(bytes, p) ^ same;
      found |= (zeroWhereSame - LOW_BITS) & ~zeroWhereSame;
    }
    boolean inRest = false;
    for (; p < bytes.length; p++) {
      inRest |= bytes[p] == ascii;
    }
    return inRest || (found & HIGH_BITS) != 0;
  }

  /** Whether the byte at an index is a digit. */
  static boolean isDigit(long bytes, int index) {
    int digit = digit(bytes, index);
    return digit >= 0 && digit <= 9;
  }

  /** The digit at an index. */
  static int digit(long bytes, int index) {
    return ((int) (bytes >>> (index * Byte.SIZE)) & 0xFF) - '0';
  }

  /** How many of these bytes are digits before the first that is none. */
  static int digitCount(long bytes) {
    long values = bytes ^ ZEROS;
    long others = ((values + TO_HIGH_BIT) | values) & HIGH_BITS;
    return Long.numberOfTrailingZeros(others) / Byte.SIZE;
  }

  /** The number that the first bytes are, 1 to 8 digits. */
  static long number(long bytes, int digitCount) {
    long ones = (bytes ^ ZEROS) << (Long.SIZE - digitCount * Byte.SIZE);
    long pairs = ((ones & 0x0F0F0F0F0F0F0F0FL) * (10 * 256 + 1)) >>> 8;
    long fours = ((pairs & 0x00FF00FF00FF00FFL) * (100 * 65536 + 1)) >>> 16;
    return ((fours & 0x0000FFFF0000FFFFL) * (10000L * (1L << 32) + 1)) >>> 32;
  }
}
