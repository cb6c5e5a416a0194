package org.phpipc.serialize;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value in an Optional, whose emptiness is null in PHP, or in a {@link PhpProperty}. */
final class OptionalTarget extends TypeTarget {
  private final TypeTarget present;
  private final Function<@Nullable Object, Object> wrapping;

  private OptionalTarget(TypeTarget present, Function<@Nullable Object, Object> wrapping) {
    this.present = present;
    this.wrapping = wrapping;
  }

  static OptionalTarget optional(TypeTarget present) {
    return new OptionalTarget(present, Optional::ofNullable);
  }

  static OptionalTarget property(TypeTarget present) {
    return new OptionalTarget(present, PhpProperty::of);
  }

  @Override
  Object accept(@Nullable Object plain, ValueMapper mapper) {
    return plain == null ? wrapping.apply(present.accept(null, mapper)) : new Present(plain);
  }

  @Override
  String expected() {
    return present.expected() + " or null";
  }

  @Override
  boolean isDate() {
    return present.isDate();
  }

  @Override
  boolean canBeOf(String className) {
    return present.canBeOf(className);
  }

  @Override
  @Nullable Object ofClass(String className, @Nullable Object value) {
    return present.ofClass(className, CommonForm.unwrap(value));
  }

  private final class Present extends Assembly {
    private final Object plain;
    private @Nullable Object value;

    Present(Object plain) {
      this.plain = plain;
    }

    @Override
    int size() {
      return 1;
    }

    @Override
    Object source(int index) {
      return plain;
    }

    @Override
    TypeTarget target(int index) {
      return present;
    }

    @Override
    void trace(int index, List<Object> path) {}

    @Override
    void put(int index, @Nullable Object mapped) {
      value = mapped;
    }

    @Override
    Object finish(ValueMapper mapper) {
      return wrapping.apply(value);
    }
  }
}
