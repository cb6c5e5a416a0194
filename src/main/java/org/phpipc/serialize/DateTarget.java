package org.phpipc.serialize;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** A date of {@code java.time}, of an object of {@code DateTimeImmutable}, or one like it. */
final class DateTarget extends Target {

  private final Class<?> type;

  DateTarget(Class<?> type) {
    this.type = type;
  }

  @Override
  @Nullable Object accept(@Nullable Object plain, ValueMapper mapper) {
    if (plain == null) {
      return null;
    }
    boolean allowed = plain instanceof PhpObject object && !object.isIncomplete();
    ZonedDateTime date = allowed ? PhpDates.read((PhpObject) plain) : null;
    if (date == null) {
      throw mapper.mismatch(this, plain);
    }
    return type == Instant.class
        ? date.toInstant()
        : type == OffsetDateTime.class ? date.toOffsetDateTime() : date;
  }

  @Override
  String expected() {
    return "date";
  }
}
