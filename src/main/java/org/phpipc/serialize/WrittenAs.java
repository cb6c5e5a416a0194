package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;

/**
 * A date or a collection that is written as an object of a PHP class. An instance that is written
 * twice as one class is one object in PHP.
 */
record WrittenAs(Object instance, String className) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WrittenAs as
        && instance == as.instance
        && className.equals(as.className);
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(instance) * 31 + className.hashCode();
  }
}
