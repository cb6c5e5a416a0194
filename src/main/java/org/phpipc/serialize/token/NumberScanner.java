package org.phpipc.serialize.token;

import org.phpipc.serialize.number.EightBytes;

/**
 * The ints of PHP's grammar, signed and unsigned. {@link ByteWindow#cursor} comes to stand after
 * the digits; the position stays.
 */
final class NumberScanner {
  /** The number of digits that always fit a long. */
  private static final int SAFE_DIGITS = 18;

  private NumberScanner() {}

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /**
   * The digits that start here, the quick way; there is another byte at the cursor then.
   *
   * @return -1 if there are none, or too many, or the input may end before they do
   */
  static long scanFewDigits(ByteWindow in, int start) {
    if (in.limit - start <= Long.BYTES) {
      return -1;
    }
    long eight = EightBytes.at(in.bytes, start);
    int count = EightBytes.digitCount(eight);
    if (count == 0) {
      return -1;
    }
    in.cursor = start + count;
    long value = EightBytes.number(eight, count);
    return count < Long.BYTES ? value : scanFurtherDigits(in, value, start + SAFE_DIGITS);
  }

  private static long scanFurtherDigits(ByteWindow in, long before, int end) {
    long value = before;
    int p = in.cursor;
    int c = in.at(p);
    while (isDigit(c) && p < end) {
      value = value * 10 + (c - '0');
      c = in.at(++p);
    }
    in.cursor = p;
    return isDigit(c) || c == ByteWindow.END ? -1 : value;
  }

  /**
   * A number with an optional sign, clamped to the range of int as PHP does.
   *
   * @param next the byte that must follow, or {@link ByteWindow#END} if anything may, even without
   *     a digit
   */
  static long scanSigned(ByteWindow in, int start, int next) {
    int p = start;
    int c = in.at(p);
    boolean negative = c == '-';
    if (negative || c == '+') {
      c = in.at(++p);
    }
    int first = p;
    long value = 0;
    while (isDigit(c)) {
      value = value * 10 + (c - '0');
      c = in.at(++p);
    }
    in.cursor = p;
    if (next != ByteWindow.END && (p == first || c != next)) {
      throw in.failure(in.position, "malformed int");
    }
    if (p - first > SAFE_DIGITS) {
      return clamp(in, value, first, p, negative);
    }
    return negative ? -value : value;
  }

  private static long clamp(ByteWindow in, long value, int first, int end, boolean negative) {
    int p = first;
    while (p < end && in.bytes[p] == '0') {
      p++;
    }
    // Nineteen digits fit an unsigned long.
    long largest = negative ? Long.MIN_VALUE : Long.MAX_VALUE;
    if (end - p > 19 || Long.compareUnsigned(value, largest) > 0) {
      in.clamped();
      return largest;
    }
    return negative ? -value : value;
  }

  /** The number after the tag and a colon, modulo 2^64 as PHP does. */
  static long scanUnsigned(ByteWindow in, String what) {
    int p = in.position + 2;
    if (in.at(in.position + 1) == Tag.COLON) {
      long few = scanFewDigits(in, p);
      if (few >= 0) {
        return few;
      }
    }
    long value = 0;
    int c = in.at(p);
    if (in.at(in.position + 1) != Tag.COLON || !isDigit(c)) {
      throw in.failure(in.position, "malformed " + what);
    }
    do {
      value = value * 10 + (c - '0');
      c = in.at(++p);
    } while (isDigit(c));
    in.cursor = p;
    return value;
  }
}
