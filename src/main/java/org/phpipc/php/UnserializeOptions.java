package org.phpipc.php;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.ReadLimits;

/** The options of {@code unserialize}, checked as PHP checks them. */
final class UnserializeOptions {
  private static final String ALLOWED_CLASSES = "allowed_classes";
  private static final String MAX_DEPTH = "max_depth";

  private UnserializeOptions() {}

  static ReadLimits limits(Map<String, ?> options) {
    ReadLimits limits = ReadLimits.standard();
    if (options.containsKey(ALLOWED_CLASSES)) {
      limits = withAllowedClasses(limits, options.get(ALLOWED_CLASSES));
    }
    if (options.containsKey(MAX_DEPTH)) {
      limits = withMaxDepth(limits, options.get(MAX_DEPTH));
    }
    return limits;
  }

  private static ReadLimits withAllowedClasses(ReadLimits limits, @Nullable Object allowed) {
    if (allowed instanceof Boolean all) {
      return all ? limits : limits.withAllowedClasses(List.of());
    }
    return limits.withAllowedClasses(names(allowed).stream().map(Object::toString).toList());
  }

  private static Collection<?> names(@Nullable Object allowed) {
    if (allowed instanceof Map<?, ?> array) {
      return array.values();
    } else if (allowed instanceof Collection<?> list) {
      return list;
    } else if (allowed instanceof Object[] array) {
      return List.of(array);
    }
    throw new PhpTypeError(wrongType(ALLOWED_CLASSES, "array|bool", allowed));
  }

  private static ReadLimits withMaxDepth(ReadLimits limits, @Nullable Object depth) {
    if (!PhpCasts.isInt(depth)) {
      throw new PhpTypeError(wrongType(MAX_DEPTH, "int", depth));
    }
    long levels = PhpCasts.intCast(depth);
    if (levels < 0) {
      String text = "unserialize(): Option \"max_depth\" must be greater than or equal to 0";
      throw new PhpValueError(text);
    }
    return limits.withDepth((int) Math.min(levels, Integer.MAX_VALUE));
  }

  private static String wrongType(String option, String type, @Nullable Object given) {
    return String.format(
        Locale.ROOT,
        "unserialize(): Option \"%s\" must be of type %s, %s given",
        option,
        type,
        PhpCasts.typeName(given));
  }
}
