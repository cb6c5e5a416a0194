package org.phpipc.serialize;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is in an array, or in an object of a PHP class that is a container: the classes of ext/spl,
 * by the forms that their {@code __serialize()} gives, and {@code stdClass}.
 *
 * @param values the elements
 * @param keys the keys that lead to them
 * @param pairs whether each two of them are an object and what is stored with it
 */
record PhpContents(OrderedMap values, List<Object> keys, boolean pairs) {

  private static final Set<String> ARRAY_AT_ONE =
      Set.of(
          "arrayobject",
          "arrayiterator",
          "recursivearrayiterator",
          "spldoublylinkedlist",
          "splqueue",
          "splstack");

  /** The contents of a value; null if it has none that are known. */
  static @Nullable PhpContents of(@Nullable Object plain) {
    if (plain instanceof PhpArray array) {
      return new PhpContents(array, List.of(), false);
    }
    return plain instanceof PhpObject object && !object.isIncomplete() ? of(object) : null;
  }

  private static @Nullable PhpContents of(PhpObject object) {
    String name = object.className().toLowerCase(Locale.ROOT);
    if (ARRAY_AT_ONE.contains(name)) {
      return inside(object, 1, false);
    } else if (name.equals("splobjectstorage")) {
      return inside(object, 0, true);
    }
    return name.equals("splfixedarray") || name.equals("stdclass")
        ? new PhpContents(object.entries(), List.of(), false)
        : null;
  }

  /** An {@code ArrayObject} may hold its values in another object. */
  private static @Nullable PhpContents inside(PhpObject object, long key, boolean pairs) {
    Object inner = ValueReader.dereference(object.properties().get(key));
    OrderedMap values =
        inner instanceof PhpObject other && !pairs
            ? other.entries()
            : inner instanceof PhpArray array ? array : null;
    boolean whole = values != null && (!pairs || values.size() % 2 == 0);
    return whole && values != null ? new PhpContents(values, List.of(key), pairs) : null;
  }

  /** Whether the keys are 0, 1, 2 … in this order. */
  boolean isList() {
    for (int i = 0; i < values.size() && !values.isNumbered(); i++) {
      if (!values.keyAt(i).toString().equals(Integer.toString(i))) {
        return false;
      }
    }
    return true;
  }

  /** How many elements there are. */
  int count() {
    return pairs ? values.size() / 2 : values.size();
  }

  void trace(int position, List<Object> path) {
    path.addAll(keys);
    path.add(values.keyAt(position));
  }
}
