package org.phpipc.serialize;

/** Writes ints as decimal text, two digits at a time. */
final class Decimal {

  /** {@code -9223372036854775808}. */
  static final int LONGEST = 20;

  /** {@code 00010203…99}. */
  private static final byte[] PAIRS = new byte[200];

  static {
    for (int i = 0; i < 100; i++) {
      PAIRS[2 * i] = (byte) ('0' + i / 10);
      PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
    }
  }

  private Decimal() {}

  /** Writes a number at an index, where there is room for it, and gives the index after it. */
  static int put(long number, byte[] to, int start) {
    if (number >= 0 && number <= Integer.MAX_VALUE) {
      return putInt((int) number, to, start);
    }
    int at = start;
    // Negative, because the smallest long has no positive counterpart.
    long rest = number;
    if (number < 0) {
      to[at++] = '-';
    } else {
      rest = -number;
    }
    int end = at + digitCount(rest);
    at = end;
    while (rest < -Integer.MAX_VALUE) {
      long hundredth = rest / 100;
      at = putPair((int) (hundredth * 100 - rest), to, at);
      rest = hundredth;
    }
    putBackwards((int) -rest, to, at);
    return end;
  }

  private static int putInt(int number, byte[] to, int start) {
    if (number < 10) {
      to[start] = (byte) ('0' + number);
      return start + 1;
    }
    int end = start + digitCount(number);
    putBackwards(number, to, end);
    return end;
  }

  /** Writes what ends before an index. */
  private static void putBackwards(int number, byte[] to, int end) {
    int at = end;
    int rest = number;
    while (rest >= 100) {
      int hundredth = rest / 100;
      at = putPair(rest - hundredth * 100, to, at);
      rest = hundredth;
    }
    if (rest >= 10) {
      putPair(rest, to, at);
    } else {
      to[at - 1] = (byte) ('0' + rest);
    }
  }

  private static int putPair(int pair, byte[] to, int end) {
    to[end - 1] = PAIRS[2 * pair + 1];
    to[end - 2] = PAIRS[2 * pair];
    return end - 2;
  }

  private static int digitCount(int number) {
    if (number < 100_000) {
      return number < 100 ? 2 : number < 1000 ? 3 : number < 10_000 ? 4 : 5;
    }
    if (number < 10_000_000) {
      return number < 1_000_000 ? 6 : 7;
    }
    return number < 100_000_000 ? 8 : number < 1_000_000_000 ? 9 : 10;
  }

  private static int digitCount(long negative) {
    int digits = 1;
    for (long power = -10; digits < 19 && negative <= power; power *= 10) {
      digits++;
    }
    return digits;
  }
}
