package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;

/**
 * One of PHP's own kinds of value: also a {@link PhpObject} of a registered class stays one, but
 * what is in it becomes what it is anywhere.
 */
final class PlainTarget extends TypeTarget {
  private final Class<?> type;
  private final TypeTarget any;

  PlainTarget(Class<?> type, TypeTarget any) {
    this.type = type;
    this.any = any;
  }

  @Override
  boolean takesReferences() {
    return type == PhpReference.class;
  }

  @Override
  @Nullable Object accept(@Nullable Object plain, ValueMapper mapper) {
    if (type == PhpReference.class && !(plain instanceof PhpReference)) {
      return any.accept(new PhpReference(plain), mapper);
    } else if (plain == null || type.isInstance(plain)) {
      return any.accept(plain, mapper);
    }
    throw mapper.mismatch(this, plain);
  }

  @Override
  String expected() {
    return type.getSimpleName();
  }
}
