package org.phpipc.serialize.date;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The zones that PHP knows by an identifier: {@code
 * timezone_identifiers_list(DateTimeZone::ALL_WITH_BC)} of PHP 8.2. They are those of the tz
 * database, of which the JDK leaves some out, and to which it adds the {@code SystemV} zones.
 */
final class PhpZones {
  /** What stands before the slash; the tz database adds zones to these areas every year or two. */
  private static final Set<String> AREAS =
      Set.of(
          ("Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe"
                  + " Indian Mexico Pacific US")
              .split(" "));

  /** The identifiers without a slash. */
  private static final Set<String> SINGLE_NAMES =
      Set.of(
          ("CET CST6CDT Cuba EET EST EST5EDT Egypt Eire Factory GB GB-Eire GMT GMT+0 GMT-0 GMT0"
                  + " Greenwich HST Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya MET"
                  + " MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore"
                  + " Turkey UCT UTC Universal W-SU WET Zulu")
              .split(" "));

  /** The identifiers that a JDK may not have, with what gives the same times there. */
  private static final Map<String, ZoneId> ELSEWHERE =
      Map.of(
          "EST", ZoneOffset.ofHours(-5),
          "MST", ZoneOffset.ofHours(-7),
          "HST", ZoneOffset.ofHours(-10),
          "ROC", ZoneId.of("Asia/Taipei"),
          "GMT+0", ZoneId.of("GMT"),
          "GMT-0", ZoneId.of("GMT"),
          "Factory", ZoneOffset.UTC);

  /** By the identifier in lower case: PHP finds identifiers without regard to case. */
  private static final Map<String, ZoneId> ZONES = new HashMap<>();

  static {
    for (String id : ZoneId.getAvailableZoneIds()) {
      if (knows(id)) {
        ZONES.put(lower(id), ZoneId.of(id));
      }
    }
    ELSEWHERE.forEach((id, zone) -> ZONES.putIfAbsent(lower(id), zone));
  }

  private PhpZones() {}

  private static String lower(String id) {
    return id.toLowerCase(Locale.ROOT);
  }

  /** Whether PHP finds a zone by this identifier. */
  static boolean knows(String id) {
    int slash = id.indexOf('/');
    return slash < 0 ? SINGLE_NAMES.contains(id) : AREAS.contains(id.substring(0, slash));
  }

  /**
   * The zone of an identifier in any case.
   *
   * @throws DateTimeException if PHP or this JDK has no such zone
   */
  static ZoneId find(String id) {
    ZoneId zone = ZONES.get(lower(id));
    if (zone == null) {
      throw new DateTimeException("the zone " + id + ", which this JDK does not know");
    }
    return zone;
  }

  /**
   * The zone as PHP can read it: itself, or its offset.
   *
   * @throws IllegalArgumentException if PHP has no such zone and its offset changes
   */
  static ZoneId known(ZoneId zone) {
    if (zone instanceof ZoneOffset || knows(zone.getId())) {
      return zone;
    }
    if (zone.normalized() instanceof ZoneOffset offset) {
      return offset;
    }
    throw new IllegalArgumentException("PHP has no zone " + zone.getId());
  }
}
