package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;

/**
 * Keys of PHP arrays: {@link Long}, {@link String}, or {@link PhpString} where the bytes are not
 * UTF-8.
 *
 * <p>PHP turns a string that is the canonical decimal form of a 64-bit int into that int ({@code
 * ZEND_HANDLE_NUMERIC_STR}, Zend/zend_hash.h).
 */
final class PhpKey {

  /** {@code -9223372036854775808}. */
  private static final int LONGEST_DECIMAL = 20;

  private PhpKey() {}

  /**
   * The key that PHP would use.
   *
   * @throws IllegalArgumentException if the key is neither an integer nor a string
   */
  static Object normalize(@Nullable Object key) {
    if (key instanceof String text) {
      return ofText(text);
    }
    if (key instanceof Long) {
      return key;
    }
    if (key instanceof Integer || key instanceof Short || key instanceof Byte) {
      return ((Number) key).longValue();
    }
    if (key instanceof PhpString bytes) {
      return bytes.textOrBytes() instanceof String text ? ofText(text) : bytes;
    }
    if (key instanceof CharSequence || key instanceof Character) {
      return ofText(key.toString());
    }
    throw new IllegalArgumentException(
        "a key must be an integer or a string, not "
            + (key == null ? "null" : key.getClass().getName()));
  }

  private static Object ofText(String text) {
    Long number = asLong(text);
    return number == null ? text : number;
  }

  /** The int that PHP makes of this string key, or null if it stays a string. */
  static @Nullable Long asLong(String text) {
    int length = text.length();
    if (length == 0 || length > LONGEST_DECIMAL || text.charAt(0) > '9') {
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
    return isLong(digits, 0, length) ? Long.valueOf(toLong(digits, 0, length)) : null;
  }

  /** True if PHP makes an int of these bytes: {@link #toLong} tells which. */
  static boolean isLong(byte[] bytes, int offset, int length) {
    if (length == 0 || length > LONGEST_DECIMAL) {
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
        || (end - first == 19 && (toLong(bytes, offset, length) < 0) == negative);
  }

  /** The value of a decimal text for which {@link #isLong} holds. */
  static long toLong(byte[] bytes, int offset, int length) {
    boolean negative = bytes[offset] == '-';
    long value = 0;
    for (int i = negative ? offset + 1 : offset; i < offset + length; i++) {
      value = value * 10 + (bytes[i] - '0');
    }
    return negative ? -value : value;
  }
}
