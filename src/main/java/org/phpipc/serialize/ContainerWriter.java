package org.phpipc.serialize;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.token.Tag;
import org.phpipc.serialize.token.TokenSink;

/**
 * Writes arrays, and the properties of objects, for a {@link WritePass} that writes what is in
 * them.
 *
 * <p>The outer containers are written by calls within calls, those deeper inside by {@link Walk}s,
 * which are not on the Java stack and which know the path to where they are.
 */
final class ContainerWriter {
  /** The depth from which on containers are walked through. */
  static final int DEEP = 32;

  /** The depth at which a cycle is looked for first. */
  private static final int FIRST_LOOK_FOR_CYCLES = 16;

  private final WritePass values;
  private final TokenSink out;
  private final int deep;

  private int depth;
  private @Nullable Walk innermost;
  private boolean keysFirst = true;

  /**
   * @param deep the depth from which on containers are walked through; with 0 every failure has the
   *     whole path
   */
  ContainerWriter(WritePass values, TokenSink out, int deep) {
    this.values = values;
    this.out = out;
    this.deep = deep;
  }

  int deep() {
    return deep;
  }

  /**
   * Whether the keys of each map are looked at before it is begun. Otherwise keys that may be the
   * same in PHP end the pass with {@link DistinctKeys.NotDistinctException}.
   */
  void lookAtKeysFirst(boolean first) {
    keysFirst = first;
  }

  /** Forgets what was open when something failed. */
  void leaveAll() {
    depth = 0;
    innermost = null;
  }

  /** Writes a PHP array; {@code container} is what the user knows it as. */
  void writeArray(Object container, PhpArray array, boolean referenced) {
    values.beginArray(array.size());
    writePairs(container, array, referenced);
  }

  /** Writes an object, whose number is given already. */
  void writeObject(PhpObject object) {
    OrderedMap properties = object.entries();
    object.putHead(out, properties.size());
    writePairs(object, properties, true);
  }

  private void writePairs(Object container, OrderedMap pairs, boolean once) {
    if (depth >= deep) {
      walk(Walk.stored(innermost, container, pairs, once));
      return;
    }
    depth++;
    int size = pairs.size();
    if (pairs.isNumbered()) {
      for (int i = 0; i < size; i++) {
        out.putInt(i);
        values.writePlace(pairs.valueAt(i));
      }
    } else {
      for (int i = 0; i < size; i++) {
        writeStoredKey(pairs.keyAt(i));
        values.writePlace(pairs.valueAt(i));
      }
    }
    close(container, size, size);
  }

  /** Writes a map of Java. */
  void writeMap(Map<?, ?> map, boolean referenced) {
    if ((keysFirst || depth >= deep) && !DistinctKeys.areIn(map)) {
      PhpArray copy = new PhpArray(map.size());
      map.forEach((key, value) -> copy.put(normalize(key, innermost), value));
      writeArray(map, copy, referenced);
    } else {
      int size = map.size();
      values.beginArray(size);
      writeEntries(map, size, referenced);
    }
  }

  private void writeEntries(Map<?, ?> map, int size, boolean referenced) {
    if (depth >= deep) {
      walk(Walk.any(innermost, map, size, referenced));
      return;
    }
    depth++;
    boolean distinct = keysFirst;
    int count = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = entry.getKey();
      if (!distinct && !(key instanceof String)) {
        DistinctKeys.require(map);
        distinct = true;
      }
      writeAnyKey(key, null);
      values.writePlace(entry.getValue());
      count++;
    }
    close(map, size, count);
  }

  /** Writes a list of elements; {@code container} is what the user knows it as. */
  void writeCollection(Object container, Collection<?> elements, boolean referenced) {
    int size = elements.size();
    values.beginArray(size);
    if (depth >= deep) {
      walk(Walk.elements(innermost, container, elements, size, referenced));
      return;
    }
    depth++;
    int position = 0;
    for (Object element : elements) {
      out.putInt(position++);
      values.writePlace(element);
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
    out.putClose();
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

  /** Writes an element for a walk, or begins a walk through it, and gives whether it did that. */
  boolean beginsWalk(@Nullable Object element) {
    Walk before = innermost;
    values.writePlace(element);
    return innermost != before;
  }

  void writePosition(int position) {
    out.putInt(position);
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

  /** The exception for the value that is being written. */
  SerializeValueException failure(@Nullable String reason) {
    return failure(innermost, reason);
  }

  /** The exception for a failure inside the payload that is being written. */
  SerializeValueException failure(SerializeValueException inside) {
    String path = Walk.path(innermost) + inside.path().substring(1);
    return new SerializeValueException(path, inside.reason());
  }

  private static SerializeValueException failure(@Nullable Walk around, @Nullable String reason) {
    return new SerializeValueException(Walk.path(around), String.valueOf(reason));
  }
}
