package org.phpipc.serialize.number;

import org.jspecify.annotations.Nullable;

/**
 * Texts that are a 64-bit int in its canonical decimal form. PHP turns such a text into the int
 * when it is the key of an array ({@code ZEND_HANDLE_NUMERIC_STR}, Zend/zend_hash.h).
 */
public final class CanonicalInt {
  /** {@code -9223372036854775808}. */
  private static final int LONGEST = 20;

  private CanonicalInt() {}

  /** The int that a text is, or null. */
  public static @Nullable Long of(String text) {
    int length = text.length();
    if (length == 0 || length > LONGEST || text.charAt(0) > '9') {
      return null;
    }
    byte[] digits = new byte[length];
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > '9') {
        return null;
      }
      digits[i] = (byte) c;
    }
    return isIn(digits, 0, length) ? Long.valueOf(value(digits, 0, length)) : null;
  }

  /** True if these bytes are such a text; {@link #value} gives the int then. */
  public static boolean isIn(byte[] bytes, int offset, int length) {
    if (length == 0 || length > LONGEST) {
      return false;
    }
    boolean negative = bytes[offset] == '-';
    int first = negative ? offset + 1 : offset;
    int end = offset + length;
    if (first == end || (bytes[first] == '0' && length > 1)) {
      return false;
    }
    for (int i = first; i < end; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    // Nineteen digits fit an unsigned long, so one that is too large shows as another sign.
    return end - first < 19
        || (end - first == 19 && (value(bytes, offset, length) < 0) == negative);
  }

  /** The int of bytes for which {@link #isIn} holds. */
  public static long value(byte[] bytes, int offset, int length) {
    boolean negative = bytes[offset] == '-';
    long value = 0;
    for (int i = negative ? offset + 1 : offset; i < offset + length; i++) {
      value = value * 10 + (bytes[i] - '0');
    }
    return negative ? -value : value;
  }
}
