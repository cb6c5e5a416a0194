package org.phpipc.serialize;

import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PHP object that holds values, but without them: its class, where the values stand in it, and
 * what stands beside them, such as the flags of an {@code ArrayObject}.
 *
 * @param className the name of the class
 * @param form where the values stand
 * @param around what is written for the object, with null where the values stand; empty if the
 *     values are all that is written
 * @param inside the object in this one that has the values; null if this one has them
 */
record Container(Object className, Form form, PhpArray around, @Nullable Container inside) {

  /** Where a class of PHP 8.2 keeps its values ({@code __serialize()} in ext/spl). */
  enum Form {
    /** {@code ArrayObject} and iterators: flags, array or object, properties, iterator class. */
    ARRAY_OBJECT(1),

    /** {@code SplDoublyLinkedList} and what extends it: flags, array, properties. */
    LINKED_LIST(1),

    /** {@code SplObjectStorage}: object, data, object, data …; properties. */
    OBJECT_STORAGE(0),

    /** {@code SplFixedArray}: int keys in the object itself. */
    FIXED_ARRAY(-1),

    /** {@code stdClass}, and an object in an {@code ArrayObject}: properties. */
    PROPERTIES(-1);

    /** The key of the array of values; -1 if the values are the object's own. */
    final long key;

    Form(long key) {
      this.key = key;
    }
  }

  private static final Map<String, Container> KNOWN =
      Stream.of(
              arrayObject("ArrayObject"),
              arrayObject("ArrayIterator"),
              arrayObject("RecursiveArrayIterator"),
              linkedList("SplDoublyLinkedList", 0),
              linkedList("SplQueue", 4),
              linkedList("SplStack", 6),
              of("SplObjectStorage", Form.OBJECT_STORAGE, null, new PhpArray()),
              of("SplFixedArray", Form.FIXED_ARRAY),
              of("stdClass", Form.PROPERTIES))
          .collect(Collectors.toUnmodifiableMap(known -> lower(known.className), known -> known));

  private static Container arrayObject(String name) {
    return of(name, Form.ARRAY_OBJECT, 0L, null, new PhpArray(), null);
  }

  /** The flags of a class have the direction of its iterator. */
  private static Container linkedList(String name, long flags) {
    return of(name, Form.LINKED_LIST, flags, null, new PhpArray());
  }

  private static Container of(String name, Form form, @Nullable Object... around) {
    return new Container(name, form, PhpArray.ofValues(around), null);
  }

  private static String lower(Object name) {
    return name.toString().toLowerCase(Locale.ROOT);
  }

  /** A container of a class with nothing special beside its values; null if it is no container. */
  static @Nullable Container find(Object className) {
    return KNOWN.get(lower(className));
  }

  boolean isOf(String name) {
    return lower(className).equals(lower(name));
  }

  /** Whether the keys of a map can be kept in it. */
  boolean hasKeys() {
    return form != Form.FIXED_ARRAY && form != Form.LINKED_LIST;
  }

  /** Whether each two of the values are an object and what is stored with it. */
  boolean pairs() {
    return inside != null ? inside.pairs() : form == Form.OBJECT_STORAGE;
  }

  /**
   * The object with values in it.
   *
   * @param values a map, a collection or an array
   * @param origin knows how an element is written
   * @param objects whether something is an object in PHP
   * @throws IllegalArgumentException if the object cannot hold them
   */
  PhpObject write(Object values, Origin origin, Predicate<@Nullable Object> objects) {
    PhpObject object = new PhpObject(className, false, around.size());
    OrderedMap entries = object.entries();
    if (form.key < 0) {
      pour(values, entries, origin::written, form == Form.FIXED_ARRAY);
      return object;
    }
    around.forEach((key, value) -> entries.setAt(entries.place(key), value));
    entries.setAt(entries.place(form.key), contents(values, origin, objects));
    return object;
  }

  private Object contents(Object values, Origin origin, Predicate<@Nullable Object> objects) {
    if (inside != null) {
      return inside.write(values, origin, objects);
    }
    PhpArray array = new PhpArray();
    if (form != Form.OBJECT_STORAGE) {
      pour(values, array, origin::written, true);
    } else if (values instanceof Map<?, ?> map) {
      map.forEach(
          (key, data) -> {
            array.add(requireObject(origin.written(key), objects));
            array.add(origin.written(data));
          });
    } else {
      for (Object value : Origin.elements(values)) {
        array.add(requireObject(origin.written(value), objects));
        array.add(origin.data(value));
      }
    }
    return array;
  }

  private static @Nullable Object requireObject(
      @Nullable Object value, Predicate<@Nullable Object> objects) {
    if (!objects.test(value)) {
      throw new IllegalArgumentException(
          "a SplObjectStorage holds objects, not "
              + (value == null ? "null" : value.getClass().getName()));
    }
    return value;
  }

  /** Puts values into a PHP map under their keys or positions. */
  static void pour(
      Object values, OrderedMap into, UnaryOperator<@Nullable Object> form, boolean arrayKeys) {
    if (values instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            Object stored = arrayKeys ? PhpKey.normalize(key) : into.normalize(key);
            into.setAt(into.place(stored), form.apply(value));
          });
      return;
    }
    long position = 0;
    for (Object value : Origin.elements(values)) {
      into.setAt(into.place(position++), form.apply(value));
    }
  }
}
