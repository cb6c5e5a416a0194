package org.phpipc.serialize;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.date.StoredDate;

/**
 * What an instance of a mapped class does not show of the object that it was read from: which
 * properties were absent, and the classes and zones of its dates.
 */
final class Unseen {
  private static final ClassValue<WeakMemory<Unseen>> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected WeakMemory<Unseen> computeValue(Class<?> type) {
          return new WeakMemory<>();
        }
      };

  /** Stands for a property that is written in any case. */
  private static final Object WRITTEN = new Object();

  /** Stands for an empty collection or array, which may be filled later. */
  private static final Object EMPTY = new Object();

  /** What each absent property was when the instance had been made. */
  private final @Nullable Object[] absent;

  private final @Nullable DateForm[] dates;

  Unseen(int properties) {
    absent = new Object[properties];
    Arrays.fill(absent, WRITTEN);
    dates = new DateForm[properties];
  }

  /** What is known of the instances of a class, for all serializers. */
  static WeakMemory<Unseen> of(Class<?> type) {
    return BY_CLASS.get(type);
  }

  /** Notes that a property was absent, and what the instance has for it. */
  void noteAbsent(int property, @Nullable Object value) {
    absent[property] = isEmpty(value) ? EMPTY : isUnchangeable(value) ? value : WRITTEN;
  }

  /** Whether a property was absent and is as it was then. */
  boolean isAbsent(int property, @Nullable Object value) {
    Object before = absent[property];
    return before == EMPTY ? isEmpty(value) : before != WRITTEN && Objects.equals(before, value);
  }

  void noteDate(int property, DateForm form) {
    dates[property] = form;
  }

  @Nullable DateForm date(int property) {
    return dates[property];
  }

  private static boolean isEmpty(@Nullable Object value) {
    return (value instanceof Collection<?> collection && collection.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty())
        || (value != null && value.getClass().isArray() && Array.getLength(value) == 0);
  }

  private static boolean isUnchangeable(@Nullable Object value) {
    Object inner = CommonForm.unwrap(value);
    return inner == null
        || inner instanceof Boolean
        || inner instanceof Character
        || inner instanceof Number
        || inner instanceof String
        || inner instanceof PhpString
        || inner instanceof Enum<?>
        || StoredDate.isDate(inner.getClass());
  }
}
