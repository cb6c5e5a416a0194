package org.phpipc.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * Values that a task mostly captures, as text: a letter for the type, then what {@code valueOf}
 * reads. A child reads this without Java's serialization, whose classes take longer to start than
 * all the rest.
 */
final class CapturedValue {
  private static final char NULL = 'n';
  private static final char STRING = 's';
  private static final char INT = 'i';
  private static final char LONG = 'j';
  private static final char BOOLEAN = 'z';

  private CapturedValue() {}

  /** The text of a value, or null if it has none. */
  static @Nullable String textOf(@Nullable Object value) {
    if (value == null) {
      return String.valueOf(NULL);
    } else if (value instanceof String string) {
      return UTF_8.newEncoder().canEncode(string) ? STRING + string : null;
    } else if (value instanceof Integer) {
      return INT + value.toString();
    } else if (value instanceof Long) {
      return LONG + value.toString();
    }
    return value instanceof Boolean ? BOOLEAN + value.toString() : null;
  }

  static @Nullable Object valueOf(String text) {
    String rest = text.substring(1);
    return switch (text.charAt(0)) {
      case NULL -> null;
      case STRING -> rest;
      case INT -> Integer.valueOf(rest);
      case LONG -> Long.valueOf(rest);
      case BOOLEAN -> Boolean.valueOf(rest);
      default -> throw new IllegalArgumentException(text);
    };
  }
}
