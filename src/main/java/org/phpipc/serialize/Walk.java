package org.phpipc.serialize;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far an open array or object is written, on a stack that is not the Java stack. */
abstract sealed class Walk {

  /** The walk through what is around; null outside. */
  final @Nullable Walk outer;

  /** What is walked through, as the user knows it. */
  final Object container;

  /** Whether it is an object, or the value of a reference, and so written only once. */
  final boolean once;

  /** Pairs that are written, and the one that is being written. */
  int walked;

  Walk(@Nullable Walk outer, Object container, boolean once) {
    this.outer = outer;
    this.container = container;
    this.once = once;
  }

  /** Writes pairs until one opens a container, and gives whether one did. */
  abstract boolean resume(ValueWriter to);

  /** The key of the pair that is being written. */
  Object key() {
    return (long) walked - 1;
  }

  /** The way to the pair that is being written in the innermost of these. */
  static String path(@Nullable Walk innermost) {
    List<Object> keys = new ArrayList<>();
    for (Walk walk = innermost; walk != null; walk = walk.outer) {
      keys.add(walk.key());
    }
    Collections.reverse(keys);
    return Path.of(keys);
  }

  /**
   * The outermost walk through a container that an earlier one goes through too; null if there is
   * none. A cycle ends at what is written only once, and without that it would never end.
   */
  @Nullable Walk repeated() {
    List<Walk> walks = new ArrayList<>();
    for (Walk walk = this; walk != null; walk = walk.outer) {
      walks.add(walk);
    }
    Collections.reverse(walks);
    Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Walk walk : walks) {
      if (walk.once) {
        open.clear();
      }
      if (!open.add(walk.container)) {
        return walk;
      }
    }
    return null;
  }

  /** Through an array, or the properties of an object. */
  static final class Ordered extends Walk {
    private final OrderedMap map;

    Ordered(@Nullable Walk outer, Object container, OrderedMap map, boolean once) {
      super(outer, container, once);
      this.map = map;
    }

    @Override
    boolean resume(ValueWriter to) {
      while (walked < map.size()) {
        int position = walked++;
        if (map.isNumbered()) {
          to.writeKey(position);
        } else {
          to.writeKey(map.keyAt(position));
        }
        if (to.writeElement(map.valueAt(position))) {
          return true;
        }
      }
      return false;
    }

    @Override
    Object key() {
      return map.keyAt(walked - 1);
    }
  }

  /** Through a collection. */
  static final class Iterated extends Walk {
    private final Iterator<?> values;

    Iterated(@Nullable Walk outer, Iterable<?> values, boolean once) {
      super(outer, values, once);
      this.values = values.iterator();
    }

    @Override
    boolean resume(ValueWriter to) {
      while (values.hasNext()) {
        to.writeKey(walked++);
        if (to.writeElement(values.next())) {
          return true;
        }
      }
      return false;
    }
  }

  /** Through a map whose keys PHP keeps apart. */
  static final class Entries extends Walk {
    private final Iterator<? extends Map.Entry<?, ?>> entries;
    private Object key = "";

    Entries(@Nullable Walk outer, Map<?, ?> map, boolean once) {
      super(outer, map, once);
      this.entries = map.entrySet().iterator();
    }

    @Override
    boolean resume(ValueWriter to) {
      while (entries.hasNext()) {
        Map.Entry<?, ?> entry = entries.next();
        walked++;
        key = entry.getKey();
        if (!to.writeExpectedKey(key)) {
          key = to.normalize(key, outer);
          to.writeKey(key);
        }
        if (to.writeElement(entry.getValue())) {
          return true;
        }
      }
      return false;
    }

    @Override
    Object key() {
      return key;
    }
  }

  /** Through a Java array of any type. */
  static final class JavaArray extends Walk {
    JavaArray(@Nullable Walk outer, Object array, boolean once) {
      super(outer, array, once);
    }

    @Override
    boolean resume(ValueWriter to) {
      int length = Array.getLength(container);
      while (walked < length) {
        int position = walked++;
        to.writeKey(position);
        if (to.writeElement(Array.get(container, position))) {
          return true;
        }
      }
      return false;
    }
  }
}
