package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;

/**
 * The value that several places share because PHP bound them by {@code &}: if it is set at one of
 * them, it is set at all.
 *
 * <p>The places hold the same {@code PhpReference}; {@code equals} is identity. A reference that
 * stands at a single place is written as its value.
 */
public final class PhpReference implements PhpValue {
  private @Nullable Object value;

  /**
   * @throws IllegalArgumentException if the value is a reference itself
   */
  public PhpReference(@Nullable Object value) {
    set(value);
  }

  /** The value that the places share. */
  public @Nullable Object get() {
    return value;
  }

  /**
   * Changes the value for all places.
   *
   * @throws IllegalArgumentException if the value is a reference itself
   */
  public final void set(@Nullable Object value) {
    if (value instanceof PhpReference) {
      throw new IllegalArgumentException("PHP has no reference to a reference");
    }
    this.value = value;
  }

  /** The value that a place has, whether it is bound to a reference or not. */
  static @Nullable Object dereference(@Nullable Object value) {
    return value instanceof PhpReference reference ? reference.get() : value;
  }

  /** Whether a value is an object in PHP, so that {@code r} can name it. */
  static boolean isObject(@Nullable Object value) {
    return value instanceof PhpObject || value instanceof PhpCustom || value instanceof PhpEnum;
  }

  /** The value, of an array the size only. */
  @Override
  public String toString() {
    return value instanceof OrderedMap map ? "&array(" + map.size() + ")" : "&" + value;
  }
}
