package org.phpipc.php;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.phpipc.php.PhpWarning.Level;
import org.phpipc.serialize.PhpEnum;
import org.phpipc.serialize.PhpFloat;
import org.phpipc.serialize.PhpObject;
import org.phpipc.serialize.PhpReference;
import org.phpipc.serialize.PhpString;

/** PHP's casts between its types, for values in their plain-Java form. */
final class PhpCasts {
  /** What the float format of {@code msg_send} keeps behind the point. */
  private static final int RAW_DECIMALS = 6;

  /** PHP's setting {@code precision} if no php.ini changes it. */
  private static final int PRECISION = 14;

  private static final Pattern LEADING_NUMBER =
      Pattern.compile("[ \\t\\n\\r\\x0B\\f]*([+-]?)(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private PhpCasts() {}

  /** PHP's name of a value's type in a TypeError: {@code null}, {@code array}, a class name. */
  static String typeName(@Nullable Object value) {
    if (value == null) {
      return "null";
    } else if (value instanceof Boolean) {
      return "bool";
    } else if (isInt(value)) {
      return "int";
    } else if (value instanceof Double || value instanceof Float) {
      return "float";
    } else if (bytes(value) != null) {
      return "string";
    } else if (value instanceof PhpReference reference) {
      return typeName(reference.get());
    } else if (value instanceof PhpObject object) {
      return object.className();
    } else if (value instanceof PhpEnum enumCase) {
      return enumCase.className();
    }
    boolean array = value instanceof Map || value instanceof Collection;
    return array || value.getClass().isArray() ? "array" : value.getClass().getName();
  }

  /** The bytes of a PHP string, or null if the value is no string. */
  static byte @Nullable [] bytes(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    } else if (value instanceof PhpString string) {
      return string.toByteArray();
    }
    boolean text = value instanceof CharSequence || value instanceof Character;
    return text ? value.toString().getBytes(StandardCharsets.UTF_8) : null;
  }

  /** What {@code msg_send} sends without serializing, or null if it refuses the type. */
  static byte @Nullable [] rawBytes(@Nullable Object value) {
    if (value instanceof Boolean bool) {
      return ascii(bool ? "1" : "0");
    } else if (value instanceof Double || value instanceof Float) {
      return ascii(fixed(((Number) value).doubleValue()));
    } else if (value instanceof PhpReference reference) {
      return rawBytes(reference.get());
    } else if (value == null) {
      return null;
    }
    return isInt(value) ? ascii(value.toString()) : bytes(value);
  }

  /** The bytes that a function gets for its parameter of type string, in PHP's weak mode. */
  static byte[] stringParameter(
      String function, int position, String name, @Nullable Object value) {
    if (value == null) {
      String text = "Passing null to parameter #%d ($%s) of type string is deprecated";
      PhpWarnings.raise(
          Level.E_DEPRECATED, function, String.format(Locale.ROOT, text, position, name));
      return new byte[0];
    } else if (value instanceof PhpReference reference) {
      return stringParameter(function, position, name, reference.get());
    } else if (value instanceof Boolean bool) {
      return ascii(bool ? "1" : "");
    } else if (value instanceof Double || value instanceof Float) {
      return ascii(text(((Number) value).doubleValue()));
    }
    byte[] bytes = isInt(value) ? ascii(value.toString()) : bytes(value);
    if (bytes == null) {
      String complaint = "must be of type string, " + typeName(value) + " given";
      throw new PhpTypeError(function, position, name, complaint);
    }
    return bytes;
  }

  /** The elements of a PHP array, or null if the value is none. */
  static @Nullable Iterable<?> elements(@Nullable Object value) {
    if (value instanceof PhpReference reference) {
      return elements(reference.get());
    } else if (value instanceof Map<?, ?> map) {
      return map.values();
    } else if (value instanceof Collection<?> collection) {
      return collection;
    } else if (value == null || !value.getClass().isArray() || value instanceof byte[]) {
      return null;
    }
    return IntStream.range(0, Array.getLength(value)).mapToObj(i -> Array.get(value, i)).toList();
  }

  /** Whether a PHP object or enum stands for the value: neither null, a scalar nor an array. */
  static boolean isObject(@Nullable Object value) {
    if (value instanceof PhpReference reference) {
      return isObject(reference.get());
    }
    boolean scalar =
        value == null
            || value instanceof Boolean
            || value instanceof Double
            || value instanceof Float
            || isInt(value)
            || bytes(value) != null;
    return !scalar && elements(value) == null;
  }

  /** PHP's {@code (string)}. */
  static byte[] stringCast(@Nullable Object value) {
    if (value == null) {
      return new byte[0];
    } else if (value instanceof PhpReference reference) {
      return stringCast(reference.get());
    } else if (elements(value) != null) {
      PhpWarnings.raise(new PhpWarning(Level.E_WARNING, "Array to string conversion"));
      return ascii("Array");
    } else if (value instanceof Boolean || value instanceof Double || value instanceof Float) {
      return stringParameter("", 0, "", value);
    }
    byte[] bytes = isInt(value) ? ascii(value.toString()) : bytes(value);
    if (bytes == null) {
      throw new PhpError(
          "Object of class " + typeName(value) + " could not be converted to string");
    }
    return bytes;
  }

  /** The bytes of a function's first parameter, a path. */
  static byte[] path(String function, String name, String path) {
    if (path.indexOf('\0') >= 0) {
      throw new PhpValueError(function, 1, name, "must not contain any null bytes");
    }
    return path.getBytes(StandardCharsets.UTF_8);
  }

  /** PHP's {@code (string)} of a float, with {@code precision} as PHP has it by itself. */
  private static String text(double value) {
    return PhpFloat.text(value, PRECISION);
  }

  /** C's {@code %F} as PHP prints it: both infinities and minus zero have no sign. */
  private static String fixed(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    } else if (Double.isInfinite(value)) {
      return "inf";
    }
    String digits =
        new BigDecimal(value).setScale(RAW_DECIMALS, RoundingMode.HALF_EVEN).toPlainString();
    return value < 0 && digits.charAt(0) != '-' ? "-" + digits : digits;
  }

  /** PHP's {@code (int)}. */
  static long intCast(@Nullable Object value) {
    if (value == null) {
      return 0;
    } else if (value instanceof Boolean bool) {
      return bool ? 1 : 0;
    } else if (value instanceof Double || value instanceof Float) {
      return truncated(((Number) value).doubleValue());
    } else if (value instanceof Number number) {
      return number.longValue();
    } else if (value instanceof PhpReference reference) {
      return intCast(reference.get());
    } else if (value instanceof Map<?, ?> map) {
      return map.isEmpty() ? 0 : 1;
    } else if (value instanceof Collection<?> collection) {
      return collection.isEmpty() ? 0 : 1;
    }
    byte[] string = bytes(value);
    return string == null ? 1 : leadingNumber(new String(string, StandardCharsets.ISO_8859_1));
  }

  /** Towards zero; what is out of range wraps modulo 2^64. */
  private static long truncated(double value) {
    boolean finite = !Double.isNaN(value) && !Double.isInfinite(value);
    return finite ? new BigDecimal(value).toBigInteger().longValue() : 0;
  }

  /** The number that the text begins with, capped to the range of int; 0 if there is none. */
  private static long leadingNumber(String text) {
    Matcher number = LEADING_NUMBER.matcher(text);
    if (!number.lookingAt()) {
      return 0;
    }
    double value = Double.parseDouble(number.group().strip());
    if (Double.isInfinite(value)) {
      return number.group(4) == null ? (value < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : 0;
    }
    BigDecimal exact =
        number.group(3) == null && number.group(4) == null && number.group(2).charAt(0) != '.'
            ? new BigDecimal(number.group(1) + number.group(2))
            : new BigDecimal(value);
    return exact.max(LONG_MIN).min(LONG_MAX).longValue();
  }

  static boolean isInt(@Nullable Object value) {
    return value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
