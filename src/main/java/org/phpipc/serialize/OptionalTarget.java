package org.phpipc.serialize;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value that may be null in PHP. */
final class OptionalTarget extends Target {

  private final Target present;

  OptionalTarget(Target present) {
    this.present = present;
  }

  @Override
  Object accept(@Nullable Object plain, ValueMapper mapper) {
    return plain == null ? Optional.empty() : new Present(plain);
  }

  @Override
  String expected() {
    return present.expected() + " or null";
  }

  private final class Present extends Filling {
    private final Object plain;
    private Optional<Object> made = Optional.empty();

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
    Target target(int index) {
      return present;
    }

    @Override
    void trace(int index, List<Object> path) {}

    @Override
    void put(int index, @Nullable Object value) {
      made = Optional.ofNullable(value);
    }

    @Override
    Object finish(ValueMapper mapper) {
      return made;
    }
  }
}
