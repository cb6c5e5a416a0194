package org.phpipc.serialize;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open array or object of a {@link ContainerWriter} and how far it is written: a stack of them,
 * from the innermost outwards, stands for calls within calls.
 */
final class Walk {
  /** The walk through what is around; null outside. */
  final @Nullable Walk outer;

  /** What is walked through, as the user knows it. */
  final Object container;

  /** Whether it is an object, or the value of a reference, and so written only once. */
  private final boolean once;

  /** The elements; the pairs if the elements have keys. */
  private final Iterator<?> rest;

  private final Keys keys;

  /** How many elements or pairs there should be. */
  final int size;

  /** How many of them are written, or begun. */
  int walked;

  /** The key of the pair that is being written. */
  private Object key = "";

  private Walk(
      @Nullable Walk outer, Object container, int size, boolean once, Iterator<?> rest, Keys keys) {
    this.outer = outer;
    this.container = container;
    this.size = size;
    this.once = once;
    this.rest = rest;
    this.keys = keys;
  }

  private enum Keys {
    STORED,
    ANY,
    POSITIONS
  }

  /** Through pairs with their keys as PHP has them. */
  static Walk stored(@Nullable Walk outer, Object container, OrderedMap pairs, boolean once) {
    return new Walk(outer, container, pairs.size(), once, pairs.entrySet().iterator(), Keys.STORED);
  }

  /** Through a map whose keys PHP keeps apart. */
  static Walk any(@Nullable Walk outer, Map<?, ?> map, int size, boolean once) {
    return new Walk(outer, map, size, once, map.entrySet().iterator(), Keys.ANY);
  }

  /** Through what has its position for a key. */
  static Walk elements(
      @Nullable Walk outer, Object container, Collection<?> elements, int size, boolean once) {
    return new Walk(outer, container, size, once, elements.iterator(), Keys.POSITIONS);
  }

  /** Writes pairs until one begins a walk, and gives whether one did. */
  boolean resume(ContainerWriter to) {
    while (rest.hasNext()) {
      if (to.beginsWalk(writeKey(rest.next(), to))) {
        return true;
      }
    }
    return false;
  }

  /** Writes the key of an element or of a pair, and gives the value. */
  private @Nullable Object writeKey(@Nullable Object next, ContainerWriter to) {
    int position = walked++;
    if (keys == Keys.POSITIONS) {
      key = (long) position;
      to.writePosition(position);
      return next;
    }
    Map.Entry<?, ?> pair = (Map.Entry<?, ?>) Objects.requireNonNull(next);
    key = pair.getKey() == null ? "" : pair.getKey();
    if (keys == Keys.STORED) {
      to.writeStoredKey(key);
    } else {
      key = to.writeAnyKey(pair.getKey(), outer);
    }
    return pair.getValue();
  }

  /** The way to the pair that is being written in the innermost of these. */
  static String path(@Nullable Walk innermost) {
    List<Object> keys = new ArrayList<>();
    for (Walk walk = innermost; walk != null; walk = walk.outer) {
      keys.add(walk.key);
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
}
