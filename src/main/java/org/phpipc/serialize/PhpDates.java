package org.phpipc.serialize;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.date.StoredDate;

/** Objects of PHP's classes of dates. */
final class PhpDates {
  /** The class of dates for which none is given. */
  static final String IMMUTABLE = "DateTimeImmutable";

  private static final String DATE = "date";
  private static final String TYPE = "timezone_type";
  private static final String ZONE = "timezone";

  private PhpDates() {}

  /**
   * The date that an object holds; null if it has not the properties of one.
   *
   * @throws DateTimeException if there is no such date in Java, with what the object has instead
   */
  static @Nullable ZonedDateTime read(PhpObject object) {
    String date = text(object, DATE);
    String zone = text(object, ZONE);
    Object type = PhpReference.dereference(object.get(TYPE));
    // A name that cannot be shown as it is names no zone, so the failure may have the shown one.
    return date == null || zone == null || !(type instanceof Long number)
        ? null
        : new StoredDate(date, number, Path.shown(zone)).toJava();
  }

  private static @Nullable String text(PhpObject object, String name) {
    Object value = PhpReference.dereference(object.get(name));
    return value instanceof String || value instanceof PhpString ? value.toString() : null;
  }

  /**
   * The object for a date, of a class.
   *
   * @throws IllegalArgumentException if PHP cannot read such a date
   */
  static PhpObject write(Object value, String className) {
    StoredDate stored = StoredDate.of(value);
    return new PhpObject(className)
        .set(DATE, stored.date())
        .set(TYPE, stored.timezoneType())
        .set(ZONE, stored.timezone());
  }
}
