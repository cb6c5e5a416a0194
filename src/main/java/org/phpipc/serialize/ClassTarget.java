package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;

/**
 * A registered class, or a parent or interface of some. The data decide which one it is; a class
 * that the caller did not register, or that is none of this type, does not fit.
 */
final class ClassTarget extends TypeTarget {
  private final Class<?> type;
  private final ClassRegistry classes;

  ClassTarget(Class<?> type, ClassRegistry classes) {
    this.type = type;
    this.classes = classes;
  }

  @Override
  TypeTarget resolve(@Nullable Object plain) {
    MappedType registered = classes.find(plain);
    return registered != null && type.isAssignableFrom(registered.javaType()) ? registered : this;
  }

  @Override
  @Nullable Object accept(@Nullable Object plain, ValueMapper mapper) {
    // What another place has as any value may be mapped already.
    if (plain == null || type.isInstance(plain)) {
      return plain;
    }
    throw mapper.mismatch(this, plain);
  }

  @Override
  String expected() {
    return classes.expected(type);
  }
}
