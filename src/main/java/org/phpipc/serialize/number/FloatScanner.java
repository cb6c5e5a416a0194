package org.phpipc.serialize.number;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Reads the text of a PHP float, correctly rounded. */
public final class FloatScanner {
  private static final String[] NAMES = {"NAN", "INF", "-INF"};
  private static final double[] NAMED = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  /** Powers of ten that a double holds exactly. */
  private static final double[] EXACT_POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final long LARGEST_EXACT = 1L << 53;
  private static final int MOST_DIGITS = 18;
  private static final int LARGEST_EXPONENT = 100_000;

  private byte[] bytes = {};
  private int limit;
  private int cursor;
  private double value;

  /** What {@link #scan} read. */
  public double value() {
    return value;
  }

  /** The index after the number that starts at {@code start}, or -1 if there is none. */
  public int scan(byte[] bytes, int start, int limit) {
    this.bytes = bytes;
    this.limit = limit;
    cursor = start;
    boolean negative = at(cursor) == '-';
    if (negative || at(cursor) == '+') {
      cursor++;
    }
    if (at(cursor) > '9') {
      return scanName(start);
    }
    int first = cursor;
    long digits = scanDigits(0);
    int count = cursor - first;
    int exponent = 0;
    if (at(cursor) == '.') {
      first = ++cursor;
      digits = scanDigits(digits);
      exponent = first - cursor;
      count -= exponent;
    }
    if (count == 0) {
      return -1;
    }
    if (at(cursor) == 'e' || at(cursor) == 'E') {
      cursor++;
      exponent += scanExponent();
      if (cursor < 0) {
        return -1;
      }
    }
    value = count <= MOST_DIGITS ? compute(digits, exponent, negative, start) : parse(start);
    return cursor;
  }

  private int at(int index) {
    return index < limit ? bytes[index] : 0;
  }

  /** Appends digits to those before; meaningless if there are too many. */
  private long scanDigits(long before) {
    long digits = before;
    for (int c = at(cursor); c >= '0' && c <= '9'; c = at(++cursor)) {
      digits = digits * 10 + (c - '0');
    }
    return digits;
  }

  /** Sets the cursor to -1 if there is no exponent. */
  private int scanExponent() {
    boolean negative = at(cursor) == '-';
    if (negative || at(cursor) == '+') {
      cursor++;
    }
    int first = cursor;
    int exponent = 0;
    for (int c = at(cursor); c >= '0' && c <= '9'; c = at(++cursor)) {
      exponent = Math.min(exponent * 10 + (c - '0'), LARGEST_EXPONENT);
    }
    if (cursor == first) {
      cursor = -1;
    }
    return negative ? -exponent : exponent;
  }

  /** One rounding of two exact numbers is correct; everything else is left to the JDK. */
  private double compute(long digits, int exponent, boolean negative, int start) {
    double magnitude;
    if (digits == 0) {
      magnitude = 0;
    } else if (digits <= LARGEST_EXACT && Math.abs(exponent) < EXACT_POWERS.length) {
      magnitude = exponent < 0 ? digits / EXACT_POWERS[-exponent] : digits * EXACT_POWERS[exponent];
    } else {
      return parse(start);
    }
    return negative ? -magnitude : magnitude;
  }

  private double parse(int start) {
    return Double.parseDouble(new String(bytes, start, cursor - start, ISO_8859_1));
  }

  private int scanName(int start) {
    for (int i = 0; i < NAMES.length; i++) {
      int end = start + NAMES[i].length();
      if (end <= limit && new String(bytes, start, end - start, ISO_8859_1).equals(NAMES[i])) {
        value = NAMED[i];
        return end;
      }
    }
    return -1;
  }
}
