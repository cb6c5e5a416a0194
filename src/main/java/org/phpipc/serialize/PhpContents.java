package org.phpipc.serialize;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in an array, or in an object of a PHP class that is a container.
 *
 * @param values the elements
 * @param keys the keys that lead to them
 * @param container the object around them; null for an array
 */
record PhpContents(OrderedMap values, List<Object> keys, @Nullable Container container) {
  /** How many {@code ArrayObject}s are looked for inside one another. */
  private static final int DEEPEST = 16;

  /** The contents of a value; null if it has none that are known. */
  static @Nullable PhpContents of(@Nullable Object plain) {
    if (plain instanceof PhpArray array) {
      return new PhpContents(array, List.of(), null);
    }
    return plain instanceof PhpObject object ? of(object) : null;
  }

  private static @Nullable PhpContents of(PhpObject object) {
    Container known = known(object);
    return known == null ? null : of(object, known.form(), DEEPEST);
  }

  private static @Nullable Container known(PhpObject object) {
    return object.isIncomplete() ? null : Container.find(object.storedClassName());
  }

  private static @Nullable PhpContents of(PhpObject object, Container.Form form, int deepest) {
    if (form.key < 0) {
      Container itself = new Container(object.storedClassName(), form, new PhpArray(), null);
      return new PhpContents(object.entries(), List.of(), itself);
    }
    Object inner = PhpReference.dereference(object.properties().get(form.key));
    if (inner instanceof PhpObject other && form == Container.Form.ARRAY_OBJECT) {
      return inside(object, other, deepest);
    }
    boolean halves = form == Container.Form.OBJECT_STORAGE;
    return inner instanceof PhpArray array && !(halves && array.size() % 2 != 0)
        ? new PhpContents(array, List.of(form.key), container(object, form, null))
        : null;
  }

  /** An {@code ArrayObject} may hold its values in another object. */
  private static @Nullable PhpContents inside(PhpObject object, PhpObject other, int deepest) {
    Container known = known(other);
    Container.Form form = known == null ? Container.Form.PROPERTIES : known.form();
    boolean readable = form.key < 0 || form == Container.Form.ARRAY_OBJECT;
    PhpContents inner =
        readable && deepest > 0 && !other.isIncomplete() ? of(other, form, deepest - 1) : null;
    if (inner == null) {
      return null;
    }
    List<Object> keys = new ArrayList<>(List.of(Container.Form.ARRAY_OBJECT.key));
    keys.addAll(inner.keys);
    return new PhpContents(
        inner.values, keys, container(object, Container.Form.ARRAY_OBJECT, inner.container));
  }

  private static Container container(
      PhpObject object, Container.Form form, @Nullable Container inside) {
    PhpArray around = PhpArray.copyOf(object.properties());
    around.put(form.key, null);
    return new Container(object.storedClassName(), form, around, inside);
  }

  /** Whether each two of the elements are an object and what is stored with it. */
  boolean pairs() {
    return container != null && container.pairs();
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
    return pairs() ? values.size() / 2 : values.size();
  }

  /** What stands in the object beside the elements. */
  @Nullable PhpArray around() {
    return container == null ? null : container.around();
  }

  void trace(int position, List<Object> path) {
    path.addAll(keys);
    path.add(values.keyAt(position));
  }
}
