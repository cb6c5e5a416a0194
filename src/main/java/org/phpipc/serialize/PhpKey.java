package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.number.CanonicalInt;

/**
 * Keys of PHP arrays: {@link Long}, {@link String}, or {@link PhpString} where the bytes are not
 * UTF-8. A string that is a {@link CanonicalInt} is that int.
 */
final class PhpKey {
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
    Long number = CanonicalInt.of(text);
    return number == null ? text : number;
  }
}
