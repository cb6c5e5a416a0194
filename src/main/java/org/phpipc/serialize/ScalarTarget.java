package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Numbers, bools and strings. A conversion gives null if the value does not fit. */
final class ScalarTarget extends TypeTarget {
  private static final Map<Class<?>, ScalarTarget> ALL =
      Map.ofEntries(
          entry(Boolean.class, "bool", value -> value instanceof Boolean ? value : null),
          entry(Long.class, "int", value -> value instanceof Long ? value : null),
          entry(Integer.class, "int of 32 bits", value -> narrowed(value, 32)),
          entry(Short.class, "int of 16 bits", value -> narrowed(value, 16)),
          entry(Byte.class, "int of 8 bits", value -> narrowed(value, 8)),
          entry(BigInteger.class, "int", value -> value instanceof Long n ? big(n) : null),
          entry(Double.class, "float", ScalarTarget::widened),
          entry(Float.class, "float of 32 bits", ScalarTarget::rounded),
          entry(Number.class, "int or float", value -> value instanceof Number ? value : null),
          entry(String.class, "string in UTF-8", ScalarTarget::text),
          entry(CharSequence.class, "string in UTF-8", ScalarTarget::text),
          entry(Character.class, "string of one character", ScalarTarget::character),
          entry(byte[].class, "string", value -> bytes(value)),
          entry(
              PhpString.class,
              "string",
              value -> value instanceof String text ? PhpString.of(text) : value));

  private static final Map<Class<?>, Class<?>> WRAPPERS =
      Map.of(
          boolean.class, Boolean.class,
          long.class, Long.class,
          int.class, Integer.class,
          short.class, Short.class,
          byte.class, Byte.class,
          double.class, Double.class,
          float.class, Float.class,
          char.class, Character.class);

  private final Class<?> type;
  private final boolean primitive;
  private final String expected;
  private final Function<Object, @Nullable Object> conversion;

  private ScalarTarget(
      Class<?> type,
      boolean primitive,
      String expected,
      Function<Object, @Nullable Object> conversion) {
    this.type = type;
    this.primitive = primitive;
    this.expected = expected;
    this.conversion = conversion;
  }

  /** The target for a type; null if it is none of these. */
  static @Nullable ScalarTarget of(Class<?> type) {
    ScalarTarget target = ALL.get(WRAPPERS.getOrDefault(type, type));
    return target == null || !type.isPrimitive()
        ? target
        : new ScalarTarget(target.type, true, target.expected, target.conversion);
  }

  private static Map.Entry<Class<?>, ScalarTarget> entry(
      Class<?> type, String expected, Function<Object, @Nullable Object> conversion) {
    return Map.entry(type, new ScalarTarget(type, false, expected, conversion));
  }

  @Override
  @Nullable Object accept(@Nullable Object plain, ValueMapper mapper) {
    if (plain == null && !primitive) {
      return null;
    }
    Object value = plain == null ? null : conversion.apply(plain);
    if (!type.isInstance(value)) {
      throw mapper.mismatch(this, plain);
    }
    return value;
  }

  @Override
  String expected() {
    return expected;
  }

  private static @Nullable Object narrowed(Object value, int bits) {
    if (!(value instanceof Long n) || n >> (bits - 1) != n >> 63) {
      return null;
    }
    return switch (bits) {
      case 32 -> (Object) n.intValue();
      case 16 -> (Object) n.shortValue();
      default -> (Object) n.byteValue();
    };
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  /** As PHP does if a float is declared and an int given. */
  private static @Nullable Object widened(Object value) {
    return value instanceof Long n ? (Object) n.doubleValue() : value;
  }

  private static @Nullable Object rounded(Object value) {
    if (!(widened(value) instanceof Double number)) {
      return null;
    }
    float rounded = number.floatValue();
    return Float.isInfinite(rounded) && !number.isInfinite() ? null : (Object) rounded;
  }

  private static @Nullable Object text(Object value) {
    return value instanceof PhpString bytes ? bytes.textOrBytes() : value;
  }

  private static @Nullable Object character(Object value) {
    return text(value) instanceof String text && text.length() == 1
        ? (Object) text.charAt(0)
        : null;
  }

  private static byte @Nullable [] bytes(Object value) {
    if (value instanceof String text) {
      return text.getBytes(UTF_8);
    }
    return value instanceof PhpString bytes ? bytes.toByteArray() : null;
  }
}
