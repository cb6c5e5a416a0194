package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.date.StoredDate;

/**
 * A date or a collection that is written as an object of a PHP class. An instance that is written
 * twice as one class is one object in PHP.
 *
 * @param zone the zone in which a date was read; null if the date tells it
 */
record WrittenAs(Object instance, String className, StoredDate.@Nullable Zone zone) {

  WrittenAs(Object instance, String className) {
    this(instance, className, null);
  }

  /** The same date in a zone of PHP's. */
  WrittenAs in(StoredDate.@Nullable Zone other) {
    return new WrittenAs(instance, className, other);
  }

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
