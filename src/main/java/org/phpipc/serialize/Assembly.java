package org.phpipc.serialize;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Java value that is made of others, which have to be mapped first: {@link ValueMapper} asks for
 * each of them, puts it, and finishes.
 */
abstract class Assembly {
  private int taken;

  /** Where other places find what was made of the same value; only if there may be any. */
  private @Nullable Map<Object, Object> known;

  private @Nullable Object plain;

  /** How many values go into it. */
  abstract int size();

  /** The plain value at an index. */
  abstract @Nullable Object source(int index);

  /** What that is to be read as. */
  abstract TypeTarget target(int index);

  /** Adds to a path the keys that lead to that value. */
  abstract void trace(int index, List<Object> path);

  /** Takes the value, mapped. */
  abstract void put(int index, @Nullable Object value);

  /** What is made, if it exists before it is full, so that it can be met inside itself. */
  @Nullable Object early() {
    return null;
  }

  /** What was made. */
  abstract Object finish(ValueMapper mapper);

  /**
   * Shares what is made of a value with the value's other places. Until it is made, they find this
   * assembly there.
   */
  final void shareAs(Map<Object, Object> places, Object value) {
    known = places;
    plain = value;
    Object made = early();
    places.put(value, made == null ? this : made);
  }

  /** Tells what was made. */
  final void share(Object made) {
    if (known != null && plain != null) {
      known.put(plain, made);
    }
  }

  final boolean hasNext() {
    return taken < size();
  }

  /** Goes to the next value. */
  final int next() {
    return taken++;
  }

  final int current() {
    return taken - 1;
  }
}
