package org.phpipc.serialize;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whatever there is: plain values, with the Java classes that are registered in the place of their
 * objects. Arrays and other objects stay the same instances.
 */
final class AnyTarget extends TypeTarget {
  private final ClassRegistry classes;
  private final boolean references;
  private final AnyTarget inside;

  AnyTarget(ClassRegistry classes) {
    this(classes, null);
  }

  /** Inside plain values, references stay what they are. */
  private AnyTarget(ClassRegistry classes, @Nullable AnyTarget around) {
    this.classes = classes;
    this.references = around != null;
    this.inside = around == null ? new AnyTarget(classes, this) : this;
  }

  @Override
  TypeTarget resolve(@Nullable Object plain) {
    TypeTarget registered = classes.find(plain);
    return registered == null ? this : registered;
  }

  @Override
  boolean takesReferences() {
    return references;
  }

  @Override
  @Nullable Object accept(@Nullable Object plain, ValueMapper mapper) {
    if (classes.isEmpty()) {
      return plain;
    } else if (plain instanceof PhpArray array) {
      return new InPlace(array, array);
    } else if (plain instanceof PhpObject object) {
      return new InPlace(object, object.entries());
    } else if (plain instanceof PhpCustom custom && custom.values().isPresent()) {
      return new InPlace(custom, custom.values().get());
    }
    return plain instanceof PhpReference reference ? new Shared(reference) : plain;
  }

  @Override
  String expected() {
    return "any value";
  }

  /** Replaces values where they stand. */
  private final class InPlace extends Assembly {
    private final Object container;
    private final OrderedMap values;

    InPlace(Object container, OrderedMap values) {
      this.container = container;
      this.values = values;
    }

    @Override
    int size() {
      return values.size();
    }

    @Override
    @Nullable Object source(int index) {
      return values.valueAt(index);
    }

    @Override
    TypeTarget target(int index) {
      return inside;
    }

    @Override
    void trace(int index, List<Object> path) {
      path.add(values.keyAt(index));
    }

    @Override
    void put(int index, @Nullable Object value) {
      values.setAt(index, value);
    }

    @Override
    Object early() {
      return container;
    }

    @Override
    Object finish(ValueMapper mapper) {
      return container;
    }
  }

  /** Replaces the value of a reference. */
  private final class Shared extends Assembly {
    private final PhpReference reference;

    Shared(PhpReference reference) {
      this.reference = reference;
    }

    @Override
    int size() {
      return 1;
    }

    @Override
    @Nullable Object source(int index) {
      return reference.get();
    }

    @Override
    TypeTarget target(int index) {
      return inside;
    }

    @Override
    void trace(int index, List<Object> path) {}

    @Override
    void put(int index, @Nullable Object value) {
      reference.set(value);
    }

    @Override
    Object early() {
      return reference;
    }

    @Override
    Object finish(ValueMapper mapper) {
      return reference;
    }
  }
}
