package org.phpipc.swoole;

import static org.phpipc.swoole.WireGeneration.*;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.Validate;

/**
 * Which release of Swoole has which generation. Pre-releases count as their release: the first one
 * with a new layout was always that of the release named here.
 */
final class Releases {
  /** The first release of each run of releases that are alike; the last row ends what is known. */
  private static final NavigableMap<Integer, Optional<WireGeneration>> FIRST =
      new TreeMap<>(
          Map.ofEntries(
              row("1.8.0", V1_8_0),
              row("1.8.7", V1_8_7),
              row("4.1.0", V4_1_0),
              row("4.2.13", V4_2_13),
              row("4.3.2", V4_3_2),
              row("4.4.8", V4_4_8),
              row("4.4.26", V4_5_3), // Published after 4.5.3, on the older branch.
              row("4.5.0", V4_4_8),
              row("4.5.3", V4_5_3),
              row("4.5.5", V4_5_5),
              row("4.5.6", V4_5_6),
              row("4.6.7", V4_6_7),
              row("4.8.0", V4_8_0),
              row("6.1.0", V6_1_0),
              Map.entry(number("6.3.0"), Optional.empty())));

  private static final Pattern VERSION =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})(?:\\.(\\d{1,3})(?:-?[A-Za-z][A-Za-z0-9.-]*)?)?");

  private static final int LAST_PATCH = 999;

  private Releases() {}

  static WireGeneration generationOf(String version) {
    Matcher parts = VERSION.matcher(version);
    Validate.isTrue(parts.matches(), "'%s' is not a version such as 5.1.3", version);
    boolean minorOnly = parts.group(3) == null;
    WireGeneration generation = lookUp(number(minorOnly ? version + ".0" : version), version);
    if (minorOnly && generation != lookUp(number(version + "." + LAST_PATCH), version)) {
      throw new IllegalArgumentException(
          "Swoole " + version + " changed its packets in a patch release: say all of the version");
    }
    return generation;
  }

  private static WireGeneration lookUp(int number, String version) {
    Map.Entry<Integer, Optional<WireGeneration>> row = FIRST.floorEntry(number);
    return Optional.ofNullable(row)
        .flatMap(Map.Entry::getValue)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Swoole " + version + " is unknown: 1.8.0 to 6.2 are known"));
  }

  private static Map.Entry<Integer, Optional<WireGeneration>> row(
      String version, WireGeneration generation) {
    return Map.entry(number(version), Optional.of(generation));
  }

  /** Orders versions. */
  private static int number(String version) {
    int number = 0;
    for (String part : version.split("\\.", 3)) {
      Matcher digits = Pattern.compile("\\d+").matcher(part);
      number = number * (LAST_PATCH + 1) + (digits.find() ? Integer.parseInt(digits.group()) : 0);
    }
    return number;
  }
}
