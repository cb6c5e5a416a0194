package org.phpipc.serialize.number;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at once as a long, the first one lowest, and the decimal digits among them.
 *
 * <p>How many digits a number has is hard to foresee for a processor; this way nothing depends on
 * it (Daniel Lemire, "Quickly parsing eight digits").
 */
public final class EightBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ZEROS = 0x3030303030303030L;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  /** Takes a byte from 10 on to its high bit. */
  private static final long TO_HIGH_BIT = 0x7676767676767676L;

  private EightBytes() {}

  /** The eight bytes that start here, all of which must be there. */
  public static long at(byte[] bytes, int start) {
    return (long) LONGS.get(bytes, start);
  }

  /** Puts eight bytes, for which there must be room. */
  public static void put(long eight, byte[] to, int start) {
    LONGS.set(to, start, eight);
  }

  /** Whether no byte of a text has its high bit set. */
  public static boolean isAscii(byte[] bytes, int start, int length) {
    long all = 0;
    int last = start + length - Long.BYTES;
    if (last < start) {
      for (int p = start; p < start + length; p++) {
        all |= bytes[p];
      }
      return all >= 0;
    }
    for (int p = start; p < last; p += Long.BYTES) {
      all |= at(bytes, p);
    }
    // What is left, and perhaps some bytes again.
    all |= at(bytes, last);
    return (all & HIGH_BITS) == 0;
  }

  /** Whether this ASCII byte is among the others. */
  public static boolean contains(byte[] bytes, byte ascii) {
    int last = bytes.length - Long.BYTES;
    if (last < 0) {
      boolean contained = false;
      for (byte b : bytes) {
        contained |= b == ascii;
      }
      return contained;
    }
    long same = ascii * LOW_BITS;
    for (int p = 0; p < last; p += Long.BYTES) {
      // The early return keeps the JIT from vectorising the loop, which would slow short texts.
      if (zeros(at(bytes, p) ^ same) != 0) {
        return true;
      }
    }
    // What is left, and perhaps some bytes again.
    return zeros(at(bytes, last) ^ same) != 0;
  }

  /** Not zero if one of these bytes is. */
  private static long zeros(long bytes) {
    return (bytes - LOW_BITS) & ~bytes & HIGH_BITS;
  }

  /** Whether the byte at an index is a digit. */
  public static boolean isDigit(long bytes, int index) {
    int digit = digit(bytes, index);
    return digit >= 0 && digit <= 9;
  }

  /** The digit at an index. */
  public static int digit(long bytes, int index) {
    return ((int) (bytes >>> (index * Byte.SIZE)) & 0xFF) - '0';
  }

  /** How many of these bytes are digits before the first that is none. */
  public static int digitCount(long bytes) {
    long values = bytes ^ ZEROS;
    long others = ((values + TO_HIGH_BIT) | values) & HIGH_BITS;
    return Long.numberOfTrailingZeros(others) / Byte.SIZE;
  }

  /** The number that the first bytes are, 1 to 8 digits. */
  public static long number(long bytes, int digitCount) {
    long ones = (bytes ^ ZEROS) << (Long.SIZE - digitCount * Byte.SIZE);
    long pairs = ((ones & 0x0F0F0F0F0F0F0F0FL) * (10 * 256 + 1)) >>> 8;
    long fours = ((pairs & 0x00FF00FF00FF00FFL) * (100 * 65536 + 1)) >>> 16;
    return ((fours & 0x0000FFFF0000FFFFL) * (10000L * (1L << 32) + 1)) >>> 32;
  }
}
