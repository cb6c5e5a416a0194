package org.phpipc.serialize;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The PHP objects of the mapped instances in one value: the same instance is the same object. */
final class MappedInstances {

  private final ClassRegistry classes;
  private @Nullable IdentityHashMap<Object, PhpValue> objects;
  private @Nullable Map<WrittenAs, PhpValue> objectsOfClasses;

  MappedInstances(ClassRegistry classes) {
    this.classes = classes;
  }

  void clear() {
    objects = null;
    objectsOfClasses = null;
  }

  ClassRegistry classes() {
    return classes;
  }

  /**
   * The PHP object or case of an instance, or the array of a collection that is more than that;
   * null if there is nothing special.
   *
   * @throws IllegalArgumentException if the instance has no form in PHP
   */
  @Nullable PhpValue find(@Nullable Object instance) {
    if (instance == null || !classes.mayMap(instance)) {
      return null;
    } else if (instance instanceof WrittenAs as) {
      return find(as);
    }
    if (objects == null) {
      objects = new IdentityHashMap<>();
    }
    PhpValue known = objects.get(instance);
    if (known == null) {
      known = classes.toPhp(instance);
      if (known != null) {
        objects.put(instance, known);
      }
    }
    return known;
  }

  private PhpValue find(WrittenAs as) {
    if (objectsOfClasses == null) {
      objectsOfClasses = new HashMap<>();
    }
    return objectsOfClasses.computeIfAbsent(as, classes::toPhp);
  }
}
