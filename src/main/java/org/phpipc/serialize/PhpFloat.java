package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.phpipc.serialize.number.FloatFormat;

/** PHP's text of a float. */
public final class PhpFloat {
  private PhpFloat() {}

  /**
   * The text that PHP prints for a float, such as {@code 0.5}, {@code 1.0E+25} or {@code -INF}.
   *
   * <p>With PHP's setting {@code precision}, which is 14 by default, this is the result of the cast
   * {@code (string)}; with {@code serialize_precision} it is what {@code serialize()} writes.
   *
   * @param precision the number of significant digits, or {@link PhpSerializer#SHORTEST}
   * @throws IllegalArgumentException if {@code precision} is neither that nor positive
   */
  public static String text(double value, int precision) {
    FloatFormat format = new FloatFormat(precision);
    byte[] text = new byte[format.room()];
    return new String(text, 0, format.write(value, text, 0), US_ASCII);
  }
}
