package org.phpipc.serialize.date;

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
 * A date as an object of PHP holds it: the properties {@code date}, {@code timezone_type} and
 * {@code timezone} (date_object_to_hash in ext/date/php_date.c).
 *
 * <p>PHP has microseconds: what is smaller is cut off. It stores the time of the clock on the wall,
 * so of the two instants at which clocks show the same it reads one back whichever was written.
 */
public record StoredDate(String date, Zone zone) {

  /**
   * A zone as PHP has it.
   *
   * @param type whether the name is an offset, an abbreviation or an identifier
   */
  public record Zone(long type, String name) {}

  private static final ZoneId UTC = ZoneId.of("UTC");

  private static final int TYPE_OFFSET = 1;
  private static final int TYPE_ABBREVIATION = 2;
  private static final int TYPE_IDENTIFIER = 3;

  private static final int LARGEST_SHORT_YEAR = 9999;

  /**
   * The forms of ISO 8601 that PHP's parser takes (ext/date/lib/parse_date.re). A month or day of 0
   * and a day, hour or second past the end count on from the date before them.
   */
  private static final Pattern DATE =
      Pattern.compile(
          "\\s*(?:(\\d{4})-(1[0-2]|0?\\d)-([0-2]?\\d|3[01])"
              + "|([+-]\\d{4,9})-(1[0-2]|0\\d)-([0-2]\\d|3[01]))"
              + "(?:(?:[Tt]|[ \\t]+[Tt]?)([01]?\\d|2[0-4])[:.]([0-5]?\\d)"
              + "(?:[:.]([0-5]?\\d|60)(?:\\.(\\d*))?)?)?\\s*");

  /** Hours, and behind them minutes and seconds. */
  private static final Pattern OFFSET =
      Pattern.compile(
          "(?:GMT|UTC)?([+-])(?:(\\d{1,2}):([0-5]?\\d)(?::(\\d\\d))?"
              + "|(\\d{1,2})([0-5]\\d)?(\\d\\d)?)");

  private static final int LARGEST_OFFSET = ZoneOffset.MAX.getTotalSeconds();

  /** Whether values of a Java type are read from PHP's dates, and written as such. */
  public static boolean isDate(Class<?> type) {
    return type == ZonedDateTime.class || type == OffsetDateTime.class || type == Instant.class;
  }

  /**
   * The date in Java.
   *
   * @throws DateTimeException if there is none, with what is there instead
   */
  public ZonedDateTime toJava() {
    return instant(local(date), zone(zone.type(), zone.name()));
  }

  /** PHP looks up the offset as if the clock were that of Greenwich, and keeps it if it fits. */
  private static ZonedDateTime instant(LocalDateTime local, ZoneId zone) {
    ZoneOffset first = zone.getRules().getOffset(local.toInstant(ZoneOffset.UTC));
    return ZonedDateTime.ofLocal(local, zone, first);
  }

  private static LocalDateTime local(String date) {
    Matcher matcher = DATE.matcher(date);
    if (!matcher.matches()) {
      throw new DateTimeException("a date that is not understood, " + date);
    }
    int form = matcher.group(1) == null ? 4 : 1;
    try {
      return LocalDateTime.of(number(matcher, form), 1, 1, 0, 0)
          .plusMonths(number(matcher, form + 1) - 1)
          .plusDays(number(matcher, form + 2) - 1)
          .plusHours(number(matcher, 7))
          .plusMinutes(number(matcher, 8))
          .plusSeconds(number(matcher, 9))
          .plusNanos(1000L * micros(matcher.group(10)));
    } catch (DateTimeException e) {
      throw new DateTimeException("a date that Java does not reach", e);
    }
  }

  private static int number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
  }

  /** PHP cuts off what is smaller. */
  private static int micros(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "000000").substring(0, 6));
  }

  /** PHP puts an offset or abbreviation behind the date, where any kind of zone is read. */
  private static ZoneId zone(long type, String zone) {
    if (type == TYPE_IDENTIFIER) {
      return PhpZones.find(zone);
    } else if (type != TYPE_OFFSET && type != TYPE_ABBREVIATION) {
      throw new DateTimeException("the timezone_type " + type);
    }
    Matcher matcher = OFFSET.matcher(zone);
    if (matcher.matches()) {
      return offset(matcher, zone);
    }
    ZoneOffset abbreviated = ZoneAbbreviations.find(zone);
    return abbreviated == null ? PhpZones.find(zone) : abbreviated;
  }

  private static ZoneOffset offset(Matcher matcher, String zone) {
    int form = matcher.group(2) == null ? 5 : 2;
    int seconds =
        (number(matcher, form) * 60 + number(matcher, form + 1)) * 60 + number(matcher, form + 2);
    if (seconds > LARGEST_OFFSET) {
      throw new DateTimeException(
          "the offset " + zone + ", which is more than the 18 hours of Java");
    }
    return ZoneOffset.ofTotalSeconds(matcher.group(1).equals("-") ? -seconds : seconds);
  }

  /**
   * The form in PHP of a date for which {@link #isDate} holds.
   *
   * @throws IllegalArgumentException if PHP cannot read such a date
   */
  public static StoredDate of(Object value) {
    ZonedDateTime date = zoned(value);
    return new StoredDate(written(date), zone(date));
  }

  /**
   * As {@link #of(Object)}, in a zone that the date was read in. A date that is another one there
   * is written in its own zone.
   */
  public static StoredDate of(Object value, Zone zone) {
    ZonedDateTime there = in(zone, value);
    return there == null ? of(value) : new StoredDate(written(there), zone);
  }

  /** The zone that {@link #of(Object)} gives a date. */
  public static Zone zoneOf(Object value) {
    return zone(zoned(value));
  }

  private static Zone zone(ZonedDateTime date) {
    ZoneId zone = PhpZones.known(date.getZone());
    return zone instanceof ZoneOffset
        ? new Zone(TYPE_OFFSET, offset(date.getOffset()))
        : new Zone(TYPE_IDENTIFIER, zone.getId());
  }

  /** The date in a zone; null if it would become another date. */
  private static @Nullable ZonedDateTime in(Zone name, Object value) {
    ZonedDateTime date = zoned(value);
    ZoneId zone = zone(name.type(), name.name());
    ZonedDateTime there = instant(date.withZoneSameInstant(zone).toLocalDateTime(), zone);
    boolean same =
        value instanceof ZonedDateTime
            ? there.equals(date)
            : value instanceof OffsetDateTime
                ? there.toOffsetDateTime().equals(value)
                : there.toInstant().equals(value);
    return same ? there : null;
  }

  private static ZonedDateTime zoned(Object value) {
    if (value instanceof ZonedDateTime zoned) {
      return zoned;
    } else if (value instanceof OffsetDateTime offset) {
      return offset.toZonedDateTime();
    }
    try {
      return ((Instant) value).atZone(UTC);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("an instant in no year that has a date", e);
    }
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
