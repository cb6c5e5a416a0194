package org.phpipc.serialize;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** The PHP objects of the mapped instances in one value: the same instance is the same object. */
final class MappedInstances {

  private final ClassRegistry classes;
  private @Nullable IdentityHashMap<Object, PhpValue> objects;

  MappedInstances(ClassRegistry classes) {
    this.classes = classes;
  }

  void clear() {
    objects = null;
  }

  ClassRegistry classes() {
    return classes;
  }

  /** The PHP object or case of an instance; null if its class is not registered. */
  @Nullable PhpValue find(@Nullable Object instance) {
    if (instance == null || !classes.mayMap(instance)) {
      return null;
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
}
