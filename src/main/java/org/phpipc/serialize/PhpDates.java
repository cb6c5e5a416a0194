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
    StoredDate.Zone zone = zone(object);
    if (date == null || zone == null) {
      return null;
    }
    try {
      return new StoredDate(date, zone).toJava();
    } catch (DateTimeException e) {
      throw new DateTimeException(Path.shown(String.valueOf(e.getMessage())), e);
    }
  }

  /** The zone that an object has; null if it has not the properties of one. */
  private static StoredDate.@Nullable Zone zone(PhpObject object) {
    String name = text(object, ZONE);
    return name != null && PhpReference.dereference(object.get(TYPE)) instanceof Long type
        ? new StoredDate.Zone(type, name)
        : null;
  }

  private static @Nullable String text(PhpObject object, String name) {
    Object value = PhpReference.dereference(object.get(name));
    return value instanceof String || value instanceof PhpString ? value.toString() : null;
  }

  /** What a date that was read from an object does not tell of the object. */
  static DateForm form(PhpObject object, Object date) {
    StoredDate.Zone zone = zone(object);
    boolean told = zone == null || zone.equals(StoredDate.zoneOf(date));
    return new DateForm(object.className(), told ? null : zone);
  }

  /**
   * The object for a date.
   *
   * @throws IllegalArgumentException if PHP cannot read such a date
   */
  static PhpObject write(Object value, DateForm form) {
    StoredDate.Zone zone = form.zone();
    StoredDate stored = zone == null ? StoredDate.of(value) : StoredDate.of(value, zone);
    return new PhpObject(form.className())
        .set(DATE, stored.date())
        .set(TYPE, stored.zone().type())
        .set(ZONE, stored.zone().name());
  }
}
