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
  private final List<Assembly> open = new ArrayList<>();
  private final IdentityHashMap<TypeTarget, Map<Object, Object>> made = new IdentityHashMap<>();

  /**
   * @param offsets tells where in the bytes a path leads, or -1
   */
  ValueMapper(ToLongFunction<List<Object>> offsets) {
    this.offsets = offsets;
  }

  /** Maps a value with all that is in it. */
  @Nullable Object map(@Nullable Object plain, TypeTarget target) {
    Object value = begin(plain, target);
    while (!open.isEmpty()) {
      int last = open.size() - 1;
      Assembly assembly = open.get(last);
      if (assembly.hasNext()) {
        int index = assembly.next();
        Object inner = begin(assembly.source(index), assembly.target(index));
        if (!(inner instanceof Assembly)) {
          put(assembly, inner);
        }
      } else {
        open.remove(last);
        value = assembly.finish(this);
        assembly.share(value);
        if (last > 0) {
          put(open.get(last - 1), value);
        }
      }
    }
    return value;
  }

  private void put(Assembly assembly, @Nullable Object value) {
    try {
      assembly.put(assembly.current(), value);
    } catch (StackOverflowError e) {
      // A set asks its elements for their hash codes, and they may ask what is inside them.
      throw failure("an element that can be compared", "one nested too deep", e);
    }
  }

  private @Nullable Object begin(@Nullable Object source, TypeTarget asked) {
    Object plain = asked.takesReferences() ? source : PhpReference.dereference(source);
    TypeTarget target = asked.resolve(plain);
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
    if (before instanceof Assembly) {
      throw failure(target.expected(), "one that is inside itself", null);
    }
    if (before != null) {
      return before;
    }
    Object value = opened(target.accept(plain, this));
    if (value instanceof Assembly assembly) {
      assembly.shareAs(known, plain);
    } else if (value != null) {
      known.put(plain, value);
    }
    return value;
  }

  private @Nullable Object opened(@Nullable Object value) {
    if (value instanceof Assembly assembly) {
      open.add(assembly);
    }
    return value;
  }

  /** The exception for the value that is being mapped. */
  SerializeMappingException mismatch(TypeTarget target, @Nullable Object found) {
    return failure(target.expected(), TypeTarget.describe(found), null);
  }

  /** The exception for an object of a container that equals one before it. */
  SerializeMappingException twins() {
    return failure("objects that are not equal in Java", "two that are", null);
  }

  /** The exception for the value that is being mapped. */
  SerializeMappingException failure(String expected, String found, @Nullable Throwable cause) {
    List<Object> path = new ArrayList<>();
    for (Assembly assembly : open) {
      assembly.trace(assembly.current(), path);
    }
    long offset = offsets.applyAsLong(path);
    return new SerializeMappingException(offset, Path.of(path), expected, found, cause);
  }
}
