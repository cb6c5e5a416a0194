package org.phpipc.serialize.number;

/**
 * Writes ints as decimal text, eight digits at once.
 *
 * <p>How many digits a number has is hard to foresee for a processor; this way little depends on
 * it.
 */
public final class Decimal {
  /** {@code -9223372036854775808}. */
  static final int LONGEST = 20;

  /** What is put beside or behind the digits needs as much room at most. */
  public static final int ROOM = LONGEST + Long.BYTES;

  private static final int EIGHT_DIGITS = 100_000_000;
  private static final long ZEROS = 0x3030303030303030L;

  /** The lowest bit of the last of eight digits, which is put even if it is a zero. */
  private static final long LAST_DIGIT = 1L << 56;

  private Decimal() {}

  /**
   * Writes a number at an index, where there are {@link #ROOM} bytes, and gives the index after it.
   */
  public static int put(long number, byte[] to, int start) {
    return number >= 0 && number < EIGHT_DIGITS
        ? putFirst((int) number, to, start)
        : putLarge(number, to, start);
  }

  private static int putLarge(long number, byte[] to, int start) {
    int at = start;
    if (number < 0) {
      to[at++] = '-';
    }
    // Both parts are positive then, also those of the smallest long, which has no counterpart.
    long high = Math.abs(number / EIGHT_DIGITS);
    int low = (int) Math.abs(number % EIGHT_DIGITS);
    return high == 0 ? putFirst(low, to, at) : putEight(low, to, put(high, to, at));
  }

  /** Without the zeros before it. */
  private static int putFirst(int number, byte[] to, int start) {
    long digits = digits(number);
    int zeros = Long.numberOfTrailingZeros(digits | LAST_DIGIT) >>> 3;
    EightBytes.put((digits | ZEROS) >>> (zeros << 3), to, start);
    return start + Long.BYTES - zeros;
  }

  private static int putEight(int number, byte[] to, int start) {
    EightBytes.put(digits(number) | ZEROS, to, start);
    return start + Long.BYTES;
  }

  /**
   * The values of the eight digits of a number, the first one lowest.
   *
   * <p>Split in the middle three times, all parts side by side in one long; 5243 / 2^19 and 103 /
   * 2^10 are near enough to 1 / 100 and 1 / 10 for numbers of four and of two digits.
   */
  private static long digits(int number) {
    int high = number / 10_000;
    long fours = high | (long) (number - high * 10_000) << 32;
    long hundreds = ((fours * 5243) >>> 19) & 0x0000007F_0000007FL;
    long pairs = hundreds | (fours - hundreds * 100) << 16;
    long tens = ((pairs * 103) >>> 10) & 0x000F000F_000F000FL;
    return tens | (pairs - tens * 10) << 8;
  }
}
