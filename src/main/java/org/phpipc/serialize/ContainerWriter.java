package org.phpipc.serialize;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes arrays, and the properties of objects.
 *
 * <p>The outer ones are written by calls within calls, those deeper inside by {@link Walk}s, which
 * are not on the Java stack and which know the way to where they are.
 */
abstract sealed class ContainerWriter permits ValueWriter {

  /** From this depth on containers are walked through, if not from the start. */
  static final int DEEP = 32;

  private static final int FIRST_LOOK_FOR_CYCLES = 16;

  final PhpWriter out;

  /** The number of the value that was written, or begun, last. */
  int slot;

  private final int deep;
  private int depth;
  private @Nullable Walk innermost;
  private boolean lookingAhead = true;

  /** Walks through containers from a depth on. */
  ContainerWriter(PhpWriter out, int deep) {
    this.out = out;
    this.deep = deep;
  }

  /** Whether a {@link #failure} tells the whole way to where it happened. */
  final boolean tellsWay() {
    return deep == 0;
  }

  /** Writes a value, or begins a walk through it, and gives whether it did that. */
  final boolean writeElement(@Nullable Object element) {
    Walk before = innermost;
    writePlace(element);
    return innermost != before;
  }

  /** Writes what stands in an array or object. */
  abstract void writePlace(@Nullable Object element);

  private void beginArray(int count) {
    slot++;
    out.putArrayHead(count);
  }

  final void writeOrdered(Object container, OrderedMap array, boolean referenced) {
    beginArray(array.size());
    writePairs(container, array, referenced);
  }

  final void writePairs(Object container, OrderedMap pairs, boolean once) {
    if (depth >= deep) {
      walk(Walk.stored(innermost, container, pairs, once));
      return;
    }
    depth++;
    boolean numbered = pairs.isNumbered();
    int size = pairs.size();
    for (int i = 0; i < size; i++) {
      if (numbered) {
        writeKey(i);
      } else {
        writeStoredKey(pairs.keyAt(i));
      }
      writePlace(pairs.valueAt(i));
    }
    close(container, size, size);
  }

  final void writeMap(Map<?, ?> map, boolean referenced) {
    if ((lookingAhead || depth >= deep) && !keysStayDistinct(map)) {
      PhpArray copy = new PhpArray(map.size());
      map.forEach((key, value) -> copy.put(normalize(key, innermost), value));
      writeOrdered(map, copy, referenced);
    } else {
      int size = map.size();
      beginArray(size);
      writeEntries(map, size, referenced);
    }
  }

  /**
   * Whether the keys of each map are looked through before it is written. Without that, keys that
   * may be the same in PHP end it with {@link KeysNotDistinct}.
   */
  final void lookAhead(boolean ahead) {
    lookingAhead = ahead;
  }

  /** Forgets what was open when something failed. */
  final void leaveAll() {
    depth = 0;
    innermost = null;
  }

  /** That a map was begun as if its keys were distinct in PHP. */
  static final class KeysNotDistinct extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private KeysNotDistinct() {
      super("keys that may be the same in PHP", null, false, false);
    }
  }

  /** Different keys of one of these types stay different in PHP; 5 and "5" do not. */
  private static boolean keysStayDistinct(Map<?, ?> map) {
    for (Object key : map.keySet()) {
      if (!(key instanceof String)) {
        return keysAre(Long.class, map) || keysAre(Integer.class, map);
      }
    }
    return true;
  }

  private static void requireDistinct(Map<?, ?> map) {
    if (!keysStayDistinct(map)) {
      throw new KeysNotDistinct();
    }
  }

  private static boolean keysAre(Class<?> type, Map<?, ?> map) {
    for (Object key : map.keySet()) {
      if (!type.isInstance(key)) {
        return false;
      }
    }
    return true;
  }

  private void writeEntries(Map<?, ?> map, int size, boolean referenced) {
    if (depth >= deep) {
      walk(Walk.any(innermost, map, size, referenced));
      return;
    }
    depth++;
    boolean distinct = lookingAhead;
    int count = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = entry.getKey();
      if (!distinct && !(key instanceof String)) {
        requireDistinct(map);
        distinct = true;
      }
      writeAnyKey(key, null);
      writePlace(entry.getValue());
      count++;
    }
    close(map, size, count);
  }

  final void writeCollection(Object container, Collection<?> values, boolean referenced) {
    int size = values.size();
    beginArray(size);
    if (depth >= deep) {
      walk(Walk.elements(innermost, container, values, size, referenced));
      return;
    }
    depth++;
    int position = 0;
    for (Object value : values) {
      writeKey(position++);
      writePlace(value);
    }
    close(container, size, position);
  }

  /** The count stands in front already, so it must have been true. */
  private void close(Object container, int promised, int written) {
    if (written != promised) {
      throw failure(
          String.format(
              Locale.ROOT,
              "a %s of size %d that has %d elements",
              container.getClass().getName(),
              promised,
              written));
    }
    out.put(Tag.CLOSE);
    depth--;
  }

  /** The first walk is gone through at once; those that begin inside it are, when it is met. */
  private void walk(Walk walk) {
    boolean first = innermost == null;
    innermost = walk;
    depth++;
    lookForCycle(walk);
    if (first) {
      for (Walk current = walk; current != null; current = innermost) {
        if (!current.resume(this)) {
          innermost = current.outer;
          close(current.container, current.size, current.walked);
        }
      }
    }
  }

  /** A cycle nests without end, so it is enough to look whenever the depth has doubled. */
  private void lookForCycle(Walk walk) {
    if (depth >= FIRST_LOOK_FOR_CYCLES && Integer.bitCount(depth) == 1) {
      Walk again = walk.repeated();
      if (again != null) {
        throw failure(
            again.outer, "a " + again.container.getClass().getName() + " that contains itself");
      }
    }
  }

  void writeKey(long key) {
    out.putInt(key);
  }

  /** Writes a key as it stands in an {@link OrderedMap}. */
  void writeStoredKey(Object key) {
    if (key instanceof String name) {
      try {
        out.putKey(name);
      } catch (IllegalArgumentException e) {
        throw failure(e.getMessage());
      }
    } else if (key instanceof Long number) {
      out.putInt(number);
    } else {
      out.putQuoted(Tag.STRING, ((PhpString) key).bytes(), Tag.SEMICOLON);
    }
  }

  /** Writes a key of any map, and gives it as it would be stored. */
  Object writeAnyKey(@Nullable Object key, @Nullable Walk around) {
    // A key that comes where it came before needs no look at it.
    if (key instanceof String name && out.putExpectedKey(name)) {
      return key;
    }
    Object stored = normalize(key, around);
    writeStoredKey(stored);
    return stored;
  }

  /** The key that PHP would use in a map inside {@code around}. */
  private Object normalize(@Nullable Object key, @Nullable Walk around) {
    try {
      return PhpKey.normalize(key);
    } catch (IllegalArgumentException e) {
      throw failure(around, e.getMessage());
    }
  }

  /** That the value that is being written cannot be. */
  final SerializeValueException failure(@Nullable String reason) {
    return failure(innermost, reason);
  }

  /** The same, where it happened inside a payload. */
  final SerializeValueException failure(SerializeValueException inside) {
    String path = Walk.path(innermost) + inside.path().substring(1);
    return new SerializeValueException(path, inside.reason());
  }

  private static SerializeValueException failure(@Nullable Walk around, @Nullable String reason) {
    return new SerializeValueException(Walk.path(around), String.valueOf(reason));
  }
}
