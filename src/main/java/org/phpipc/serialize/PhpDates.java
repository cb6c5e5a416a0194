package org.phpipc.serialize;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PHP's dates: objects with the properties {@code date}, {@code timezone_type} and {@code timezone}
 * (date_object_to_hash in ext/date/php_date.c).
 *
 * <p>PHP has microseconds: what is smaller is cut off. It stores the time of the clock on the wall,
 * so of the two instants at which clocks show the same it reads one back whichever was written.
 */
final class PhpDates {

  private static final String IMMUTABLE = "DateTimeImmutable";

  private static final int TYPE_OFFSET = 1;
  private static final int TYPE_ABBREVIATION = 2;
  private static final int TYPE_IDENTIFIER = 3;

  private static final int LARGEST_SHORT_YEAR = 9999;
  private static final Pattern DATE =
      Pattern.compile(
          "([+-]?\\d{4,9})-(\\d\\d)-(\\d\\d) (\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,6}))?");

  private PhpDates() {}

  /** Whether values of a Java type are read from PHP's dates, and written as such. */
  static boolean isDate(Class<?> type) {
    return type == ZonedDateTime.class || type == OffsetDateTime.class || type == Instant.class;
  }

  /** The date that an object holds; null if it is none. */
  static @Nullable ZonedDateTime read(PhpObject object) {
    String date = text(object, "date");
    String zone = text(object, "timezone");
    Object type = ValueReader.dereference(object.get("timezone_type"));
    if (date == null || zone == null || !(type instanceof Long number)) {
      return null;
    }
    try {
      LocalDateTime local = local(date);
      ZoneId id = zone(number, zone);
      return local == null || id == null ? null : instant(local, id);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** PHP looks up the offset as if the clock were that of Greenwich, and keeps it if it fits. */
  private static ZonedDateTime instant(LocalDateTime local, ZoneId zone) {
    ZoneOffset first = zone.getRules().getOffset(local.toInstant(ZoneOffset.UTC));
    return ZonedDateTime.ofLocal(local, zone, first);
  }

  private static @Nullable String text(PhpObject object, String name) {
    Object value = ValueReader.dereference(object.get(name));
    return value instanceof String || value instanceof PhpString ? value.toString() : null;
  }

  private static @Nullable LocalDateTime local(String date) {
    Matcher matcher = DATE.matcher(date);
    if (!matcher.matches()) {
      return null;
    }
    int[] numbers = new int[6];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Integer.parseInt(matcher.group(i + 1));
    }
    String fraction = matcher.group(7) == null ? "0" : matcher.group(7);
    int nanos = Integer.parseInt((fraction + "00000000").substring(0, 9));
    return LocalDateTime.of(
        numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], nanos);
  }

  private static @Nullable ZoneId zone(long type, String zone) {
    if (type == TYPE_OFFSET) {
      return ZoneOffset.of(zone);
    } else if (type == TYPE_ABBREVIATION) {
      return ZoneAbbreviations.find(zone);
    }
    return type == TYPE_IDENTIFIER ? identified(zone) : null;
  }

  /** PHP finds identifiers without regard to case, and writes them as they were given. */
  private static @Nullable ZoneId identified(String zone) {
    if (ZoneId.getAvailableZoneIds().contains(zone)) {
      return ZoneId.of(zone);
    }
    for (String id : ZoneId.getAvailableZoneIds()) {
      if (id.equalsIgnoreCase(zone)) {
        return ZoneId.of(id);
      }
    }
    return ZoneAbbreviations.find(zone);
  }

  /** The PHP object for a date, of a class or of PHP's immutable one; null if it is no date. */
  static @Nullable PhpObject write(Object value, @Nullable String className) {
    ZonedDateTime date;
    if (value instanceof ZonedDateTime zoned) {
      date = zoned;
    } else if (value instanceof OffsetDateTime offset) {
      date = offset.toZonedDateTime();
    } else if (value instanceof Instant instant) {
      date = instant.atZone(ZoneId.of("UTC"));
    } else {
      return null;
    }
    boolean offset = date.getZone() instanceof ZoneOffset;
    String zone = offset ? offset(date.getOffset()) : date.getZone().getId();
    return new PhpObject(className == null ? IMMUTABLE : className)
        .set("date", written(date))
        .set("timezone_type", offset ? TYPE_OFFSET : TYPE_IDENTIFIER)
        .set("timezone", zone);
  }

  private static String offset(ZoneOffset offset) {
    return offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId();
  }

  private static String written(ZonedDateTime date) {
    int year = date.getYear();
    String sign = year < 0 ? "-" : year > LARGEST_SHORT_YEAR ? "+" : "";
    return String.format(
        Locale.ROOT,
        "%s%04d-%02d-%02d %02d:%02d:%02d.%06d",
        sign,
        Math.abs(year),
        date.getMonthValue(),
        date.getDayOfMonth(),
        date.getHour(),
        date.getMinute(),
        date.getSecond(),
        date.getNano() / 1000);
  }
}
