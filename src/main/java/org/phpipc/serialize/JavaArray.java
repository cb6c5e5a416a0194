package org.phpipc.serialize;

import java.lang.reflect.Array;
import java.util.AbstractList;
import org.jspecify.annotations.Nullable;

/** The elements of a Java array of any type. */
final class JavaArray extends AbstractList<@Nullable Object> {

  private final Object array;

  JavaArray(Object array) {
    this.array = array;
  }

  @Override
  public @Nullable Object get(int index) {
    return Array.get(array, index);
  }

  @Override
  public int size() {
    return Array.getLength(array);
  }
}
