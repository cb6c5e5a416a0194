package org.phpipc.serialize;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A list, a set or a Java array, of a PHP array whose keys are 0, 1, 2 … or of the elements of a
 * PHP container.
 */
final class CollectionTarget extends TypeTarget {
  /** Makes a collection for a number of elements, of an origin if there is one. */
  private final BiFunction<Integer, @Nullable Origin, Collection<@Nullable Object>> creator;

  private final TypeTarget element;

  /** Reads what is stored beside the elements. */
  private final TypeTarget any;

  /** What a Java array holds; null for a collection. */
  private final @Nullable Class<?> component;

  private CollectionTarget(
      BiFunction<Integer, @Nullable Origin, Collection<@Nullable Object>> creator,
      TypeTarget element,
      TypeTarget any,
      @Nullable Class<?> component) {
    this.creator = creator;
    this.element = element;
    this.any = any;
    this.component = component;
  }

  /** The target for a type of collection; null if there is none. */
  static @Nullable CollectionTarget of(Class<?> type, TypeTarget element, TypeTarget any) {
    if (type.isAssignableFrom(ArrayList.class)) {
      return new CollectionTarget(CollectionTarget::list, element, any, null);
    } else if (type.isAssignableFrom(LinkedHashSet.class)) {
      return new CollectionTarget(CollectionTarget::set, element, any, null);
    }
    return null;
  }

  /** The target for arrays of a type. */
  static CollectionTarget array(Class<?> component, TypeTarget element, TypeTarget any) {
    return new CollectionTarget(CollectionTarget::list, element, any, component);
  }

  private static Collection<@Nullable Object> list(int size, @Nullable Origin origin) {
    return origin == null ? new ArrayList<>(size) : new Origin.KeptList(size, origin);
  }

  private static Collection<@Nullable Object> set(int size, @Nullable Origin origin) {
    return origin == null ? new LinkedHashSet<>(size) : new Origin.KeptSet(size, origin);
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
    return new Elements(contents, mapper);
  }

  @Override
  boolean canBeOf(String className) {
    return Container.find(className) != null || element.canBeOf(className);
  }

  @Override
  @Nullable Object ofClass(String className, @Nullable Object value) {
    if (value == null) {
      return null;
    } else if (Container.find(className) != null) {
      return new WrittenAs(value, className);
    }
    Origin known = Origin.of(value);
    Collection<?> elements = Origin.elements(value);
    Collection<@Nullable Object> written =
        list(elements.size(), known == null ? null : known.withoutDates());
    elements.forEach(inside -> written.add(element.ofClass(className, inside)));
    return written;
  }

  @Override
  String expected() {
    return "array with the keys 0, 1, 2 …";
  }

  /** The elements, of a storage each before its data; then what stands around them. */
  private final class Elements extends Assembly {
    private final PhpContents contents;
    private final ValueMapper mapper;
    private final int values;
    private final @Nullable Origin origin;
    private final Collection<@Nullable Object> collection;

    /** The objects of a storage, which are elements by identity. */
    private final Set<@Nullable Object> objects =
        Collections.newSetFromMap(new IdentityHashMap<>(0));

    private @Nullable Object last;

    Elements(PhpContents contents, ValueMapper mapper) {
      this.contents = contents;
      this.mapper = mapper;
      this.values = contents.values().size();
      this.origin =
          contents.container() == null && !element.isDate()
              ? null
              : new Origin(contents.container());
      this.collection = creator.apply(contents.count(), origin);
    }

    @Override
    int size() {
      return contents.container() == null ? values : values + 1;
    }

    @Override
    @Nullable Object source(int index) {
      return index < values ? contents.values().valueAt(index) : contents.around();
    }

    private boolean isElement(int index) {
      return index < values && (index % 2 == 0 || !contents.pairs());
    }

    @Override
    TypeTarget target(int index) {
      return isElement(index) ? element : any;
    }

    @Override
    void trace(int index, List<Object> path) {
      if (index < values) {
        contents.trace(index, path);
      }
    }

    @Override
    void put(int index, @Nullable Object value) {
      if (isElement(index)) {
        add(index, value);
      } else if (index < values && origin != null) {
        origin.noteData(last, value);
      }
    }

    private void add(int index, @Nullable Object value) {
      last = value;
      boolean added = collection.add(value);
      if (contents.pairs() && objects.add(PhpReference.dereference(source(index))) && !added) {
        throw mapper.twins();
      }
      if (origin != null && element.isDate()) {
        origin.noteDate(value, source(index));
      }
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
      if (origin != null) {
        origin.keepFor(array);
      }
      return array;
    }
  }
}
