package org.phpipc.serialize;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** A date of {@code java.time}, of an object of {@code DateTimeImmutable}, or one like it. */
final class DateTarget extends TypeTarget {
  private final Class<?> type;

  DateTarget(Class<?> type) {
    this.type = type;
  }

  @Override
  @Nullable Object accept(@Nullable Object plain, ValueMapper mapper) {
    if (plain == null) {
      return null;
    }
    ZonedDateTime date = read(plain, mapper);
    return type == Instant.class
        ? date.toInstant()
        : type == OffsetDateTime.class ? date.toOffsetDateTime() : date;
  }

  private ZonedDateTime read(Object plain, ValueMapper mapper) {
    try {
      boolean allowed = plain instanceof PhpObject object && !object.isIncomplete();
      ZonedDateTime date = allowed ? PhpDates.read((PhpObject) plain) : null;
      if (date != null) {
        return date;
      }
    } catch (DateTimeException e) {
      throw mapper.failure(expected(), describe(plain) + " with " + e.getMessage(), e);
    }
    throw mapper.mismatch(this, plain);
  }

  @Override
  boolean isDate() {
    return true;
  }

  @Override
  boolean canBeOf(String className) {
    return Container.find(className) == null;
  }

  @Override
  @Nullable Object ofClass(String className, @Nullable Object value) {
    return value == null ? null : new WrittenAs(value, className);
  }

  @Override
  String expected() {
    return "date";
  }
}
