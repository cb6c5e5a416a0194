package org.phpipc.serialize;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of the Java types that are asked for, out of plain values.
 *
 * <p>Nesting is kept in a list, not on the Java stack. What stands at several places is mapped once
 * for each target, so that it is one instance again, and data that refers to itself without end
 * costs no more than its bytes.
 */
final class ValueMapper {

  private final ToLongFunction<List<Object>> offsets;
  private final List<Filling> open = new ArrayList<>();
  private final IdentityHashMap<Target, Map<Object, Object>> made = new IdentityHashMap<>();

  /**
   * @param offsets tells where in the bytes a path leads, or -1
   */
  ValueMapper(ToLongFunction<List<Object>> offsets) {
    this.offsets = offsets;
  }

  /** Maps a value with all that is in it. */
  @Nullable Object map(@Nullable Object plain, Target target) {
    Object value = begin(plain, target);
    while (!open.isEmpty()) {
      int last = open.size() - 1;
      Filling filling = open.get(last);
      if (filling.hasNext()) {
        int index = filling.next();
        Object inner = begin(filling.source(index), filling.target(index));
        if (!(inner instanceof Filling)) {
          put(filling, inner);
        }
      } else {
        open.remove(last);
        value = filling.finish(this);
        filling.share(value);
        if (last > 0) {
          put(open.get(last - 1), value);
        }
      }
    }
    return value;
  }

  private void put(Filling filling, @Nullable Object value) {
    try {
      filling.put(filling.current(), value);
    } catch (StackOverflowError e) {
      // A set asks its elements for their hash codes, and they may ask what is inside them.
      throw failure("an element that can be compared", "one nested too deep", e);
    }
  }

  private @Nullable Object begin(@Nullable Object source, Target asked) {
    Object plain = asked.takesReferences() ? source : PhpReference.dereference(source);
    Target target = asked.resolve(plain);
    // An array has one place, unless it is bound to a reference.
    boolean shared =
        plain instanceof PhpObject
            || plain instanceof PhpCustom
            || plain instanceof PhpReference
            || (plain instanceof PhpArray && source instanceof PhpReference);
    if (!shared || plain == null) {
      return opened(target.accept(plain, this));
    }
    Map<Object, Object> known = made.computeIfAbsent(target, t -> new IdentityHashMap<>());
    Object before = known.get(plain);
    if (before instanceof Filling) {
      throw failure(target.expected(), "one that is inside itself", null);
    }
    if (before != null) {
      return before;
    }
    Object value = opened(target.accept(plain, this));
    if (value instanceof Filling filling) {
      filling.shareAs(known, plain);
    } else if (value != null) {
      known.put(plain, value);
    }
    return value;
  }

  private @Nullable Object opened(@Nullable Object value) {
    if (value instanceof Filling filling) {
      open.add(filling);
    }
    return value;
  }

  /** The exception for the value that is being mapped. */
  SerializeMappingException mismatch(Target target, @Nullable Object found) {
    return failure(target.expected(), Target.describe(found), null);
  }

  /** The exception for an object of a container that equals one before it. */
  SerializeMappingException twins() {
    return failure("objects that are not equal in Java", "two that are", null);
  }

  /** The exception for the value that is being mapped. */
  SerializeMappingException failure(String expected, String found, @Nullable Throwable cause) {
    List<Object> path = new ArrayList<>();
    for (Filling filling : open) {
      filling.trace(filling.current(), path);
    }
    long offset = offsets.applyAsLong(path);
    return new SerializeMappingException(offset, Path.of(path), expected, found, cause);
  }
}
