package org.phpipc.serialize;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A list, a set or a Java array, of a PHP array whose keys are 0, 1, 2 … or of the elements of a
 * PHP container.
 */
final class CollectionTarget extends Target {

  private final IntFunction<Collection<@Nullable Object>> creator;
  private final Target element;

  /** What a Java array holds; null for a collection. */
  private final @Nullable Class<?> component;

  private CollectionTarget(
      IntFunction<Collection<@Nullable Object>> creator,
      Target element,
      @Nullable Class<?> component) {
    this.creator = creator;
    this.element = element;
    this.component = component;
  }

  /** The target for a type of collection; null if there is none. */
  static @Nullable CollectionTarget of(Class<?> type, Target element) {
    if (type.isAssignableFrom(ArrayList.class)) {
      return new CollectionTarget(ArrayList::new, element, null);
    } else if (type.isAssignableFrom(LinkedHashSet.class)) {
      return new CollectionTarget(LinkedHashSet::new, element, null);
    }
    return null;
  }

  /** The target for arrays of a type. */
  static CollectionTarget array(Class<?> component, Target element) {
    return new CollectionTarget(ArrayList::new, element, component);
  }

  @Override
  @Nullable Object accept(@Nullable Object plain, ValueMapper mapper) {
    if (plain == null) {
      return null;
    }
    PhpContents contents = PhpContents.of(plain);
    if (contents == null || !contents.isList()) {
      throw mapper.mismatch(this, plain);
    }
    return new Elements(contents);
  }

  @Override
  String expected() {
    return "array with the keys 0, 1, 2 …";
  }

  private final class Elements extends Filling {
    private final PhpContents contents;
    private final int step;
    private final Collection<@Nullable Object> collection;

    Elements(PhpContents contents) {
      this.contents = contents;
      this.step = contents.pairs() ? 2 : 1;
      this.collection = creator.apply(contents.count());
    }

    @Override
    int size() {
      return contents.count();
    }

    @Override
    @Nullable Object source(int index) {
      return contents.values().valueAt(index * step);
    }

    @Override
    Target target(int index) {
      return element;
    }

    @Override
    void trace(int index, List<Object> path) {
      contents.trace(index * step, path);
    }

    @Override
    void put(int index, @Nullable Object value) {
      collection.add(value);
    }

    @Override
    @Nullable Object early() {
      return component == null ? collection : null;
    }

    @Override
    Object finish(ValueMapper mapper) {
      if (component == null) {
        return collection;
      }
      Object array = Array.newInstance(component, collection.size());
      int index = 0;
      for (Object value : collection) {
        Array.set(array, index++, value);
      }
      return array;
    }
  }
}
