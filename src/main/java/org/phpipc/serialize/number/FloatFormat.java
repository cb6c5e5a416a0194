package org.phpipc.serialize.number;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes floats as PHP's {@code serialize()} does under a {@code serialize_precision} ({@code
 * smart_str_append_double}, Zend/zend_smart_str.c, and {@code php_gcvt}, main/snprintf.c).
 */
public final class FloatFormat {
  /** The precision that stands for the fewest digits that give back the same float. */
  public static final int SHORTEST = -1;

  private static final int SHORTEST_DIGITS = 17;

  /** The largest power of ten below one that is not written with an exponent. */
  private static final int SMALLEST_PLAIN = -3;

  private static final double LARGEST_EXACT_INT = 1L << 53;

  /** Below it zend_dtoa divides ints digit by digit. */
  private static final BigDecimal LARGEST_EASY_INT = new BigDecimal("1E15");

  /** Most of what people write has no more than six digits behind the point. */
  private static final double MILLION = 1E6;

  /** Decimals of 15 digits are different floats, so that one which is the float is the shortest. */
  private static final double LARGEST_DISTINCT = 1E15;

  private static final long EIGHT_ZEROS = 100_000_000;
  private static final int FOUR_ZEROS = 10_000;

  /** Room for the sign, {@code 0.000} and {@code E+308}. */
  private static final int MOST_BESIDE_DIGITS = 16;

  private final int precision;

  /** From this number of digits before the point on there is an exponent. */
  private final int longestPlain;

  private final ShortestDecimal shortest = new ShortestDecimal();
  private byte[] digits = new byte[Decimal.ROOM];

  /**
   * A format with a number of significant digits, or {@link #SHORTEST}.
   *
   * @throws IllegalArgumentException if {@code precision} is neither
   */
  public FloatFormat(int precision) {
    this.precision = checkedPrecision(precision);
    this.longestPlain = precision < 0 ? SHORTEST_DIGITS : precision;
  }

  /**
   * The precision itself.
   *
   * @throws IllegalArgumentException if it is neither {@link #SHORTEST} nor positive
   */
  public static int checkedPrecision(int precision) {
    if (precision != SHORTEST && precision < 1) {
      throw new IllegalArgumentException("neither -1 nor positive: " + precision);
    }
    return precision;
  }

  /** The most bytes that {@link #write} needs. */
  public int room() {
    return longestPlain + MOST_BESIDE_DIGITS;
  }

  /** Writes a number into {@code out} and gives the index after it. */
  public int write(double value, byte[] out, int start) {
    if (!Double.isFinite(value)) {
      return writeName(value, out, start);
    }
    int at = start;
    double magnitude = Math.abs(value);
    if (Double.doubleToRawLongBits(value) < 0) {
      out[at++] = '-';
    }
    if (magnitude == 0) {
      out[at++] = '0';
      return at;
    }
    boolean exactInt = magnitude < LARGEST_EXACT_INT && magnitude == (long) magnitude;
    return precision < 0 || (exactInt && precision >= SHORTEST_DIGITS)
        ? writeShortest(magnitude, out, at)
        : writeRounded(magnitude, out, at);
  }

  private int writeName(double value, byte[] out, int start) {
    String name = Double.isNaN(value) ? "NAN" : value > 0 ? "INF" : "-INF";
    // PHP takes the precision for the longest text here.
    int length = precision < 0 ? name.length() : Math.min(precision, name.length());
    System.arraycopy(name.getBytes(ISO_8859_1), 0, out, start, length);
    return start + length;
  }

  private int writeShortest(double magnitude, byte[] out, int start) {
    double millionths = magnitude * MILLION;
    if (millionths < LARGEST_DISTINCT) {
      long rounded = (long) (millionths + 0.5);
      if (rounded / MILLION == magnitude) {
        return writeDecimal(rounded, -6, out, start);
      }
    }
    shortest.of(magnitude);
    return writeDecimal(shortest.digits(), shortest.exponent(), out, start);
  }

  private int writeDecimal(long decimal, int tens, byte[] out, int start) {
    long number = decimal;
    int exponent = tens;
    // Most of what people write has few digits, and many zeros after them here.
    if (number % EIGHT_ZEROS == 0) {
      number /= EIGHT_ZEROS;
      exponent += 8;
    }
    if (number % FOUR_ZEROS == 0) {
      number /= FOUR_ZEROS;
      exponent += 4;
    }
    int count = Decimal.put(number, digits, 0);
    return layOut(significant(count), count + exponent, out, start);
  }

  private int writeRounded(double magnitude, byte[] out, int start) {
    BigDecimal exact = new BigDecimal(magnitude);
    BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
    byte[] text = rounded.unscaledValue().toString().getBytes(ISO_8859_1);
    if (text.length > digits.length) {
      digits = new byte[text.length];
    }
    System.arraycopy(text, 0, digits, 0, text.length);
    int count = keepsZeros(exact, rounded) ? text.length : significant(text.length);
    return layOut(count, text.length - rounded.scale(), out, start);
  }

  /** zend_dtoa keeps the zeros if it rounds an int from exactly half way down. */
  private static boolean keepsZeros(BigDecimal exact, BigDecimal rounded) {
    BigDecimal lost = exact.subtract(rounded);
    return exact.scale() <= 0
        && exact.compareTo(LARGEST_EASY_INT) < 0
        && lost.add(lost).compareTo(rounded.ulp()) == 0;
  }

  private int significant(int digitCount) {
    int count = digitCount;
    while (digits[count - 1] == '0') {
      count--;
    }
    return count;
  }

  /** Writes the number 0.ddd 10^point. */
  private int layOut(int count, int point, byte[] out, int start) {
    if (point < SMALLEST_PLAIN || point > longestPlain) {
      return layOutWithExponent(count, point - 1, out, start);
    }
    int at = start;
    if (point <= 0) {
      out[at++] = '0';
      out[at++] = '.';
      at = zeros(-point, out, at);
      return copy(0, count, out, at);
    }
    at = copy(0, Math.min(count, point), out, at);
    if (count <= point) {
      return zeros(point - count, out, at);
    }
    out[at++] = '.';
    return copy(point, count, out, at);
  }

  private int layOutWithExponent(int count, int exponent, byte[] out, int start) {
    int at = start;
    out[at++] = digits[0];
    out[at++] = '.';
    at = count == 1 ? zeros(1, out, at) : copy(1, count, out, at);
    out[at++] = 'E';
    out[at++] = (byte) (exponent < 0 ? '-' : '+');
    int rest = Math.abs(exponent);
    if (rest >= 100) {
      out[at++] = (byte) ('0' + rest / 100);
    }
    if (rest >= 10) {
      out[at++] = (byte) ('0' + rest / 10 % 10);
    }
    out[at++] = (byte) ('0' + rest % 10);
    return at;
  }

  private int copy(int from, int to, byte[] out, int at) {
    System.arraycopy(digits, from, out, at, to - from);
    return at + to - from;
  }

  private static int zeros(int count, byte[] out, int start) {
    int at = start;
    while (at < start + count) {
      out[at++] = '0';
    }
    return at;
  }
}
