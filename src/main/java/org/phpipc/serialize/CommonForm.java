package org.phpipc.serialize;

import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is rarer in Java, as the value that PHP has a kind for. */
final class CommonForm {

  private CommonForm() {}

  /**
   * A Long, Double, String or PhpString; of an Optional what is in it, which may be anything else.
   *
   * @throws IllegalArgumentException if PHP has nothing like the value
   */
  static @Nullable Object of(Object value) {
    if (value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    if (value instanceof BigInteger number) {
      return ofInteger(number);
    }
    if (value instanceof byte[] bytes) {
      return PhpString.wrap(bytes);
    }
    if (value instanceof CharSequence || value instanceof Character) {
      return value.toString();
    }
    if (value instanceof Optional<?>) {
      return unwrap(value);
    }
    throw new IllegalArgumentException("PHP has no form for " + value.getClass().getName());
  }

  private static Long ofInteger(BigInteger number) {
    if (number.bitLength() >= Long.SIZE) {
      throw new IllegalArgumentException("an integer that does not fit 64 bits");
    }
    return number.longValue();
  }

  /** What is in an Optional or property, or in one in it; anything else as it is. */
  static @Nullable Object unwrap(@Nullable Object value) {
    Object inner = value;
    while (true) {
      if (inner instanceof Optional<?> optional) {
        inner = optional.orElse(null);
      } else if (inner instanceof PhpProperty<?> property) {
        inner = property.orElse(null);
      } else {
        return inner;
      }
    }
  }
}
