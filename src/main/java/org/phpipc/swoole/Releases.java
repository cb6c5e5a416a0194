package org.phpipc.swoole;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.Validate;

/**
 * Finds the generation of a release in what {@link WireGeneration#releases()} says. A pre-release
 * counts as its release: every new layout so far appeared in a first pre-release.
 */
final class Releases {
  private static final String TO = " to ";

  private static final Pattern VERSION =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})(?:\\.(\\d{1,3})(?:-?[A-Za-z][A-Za-z0-9.-]*)?)?");
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  /** The largest number of a patch release. */
  private static final int LAST_PATCH = 999;

  private Releases() {}

  /** The table, in the order of versions. Made on first use, when the enum is complete. */
  private static final class Table {
    /** The generation of each run of releases, by the number of its first release. */
    static final NavigableMap<Integer, WireGeneration> BY_FIRST = new TreeMap<>();

    /** Such as {@code 1.8.0 to 6.2}. */
    static final String KNOWN;

    private static final String NEWEST;

    static {
      WireGeneration[] all = WireGeneration.values();
      for (WireGeneration generation : all) {
        BY_FIRST.put(number(first(generation.releases())), generation);
      }
      // 4.4.26 was published after 4.5.3, on the older branch, and has its layout.
      BY_FIRST.put(number("4.4.26"), WireGeneration.V4_5_3);
      BY_FIRST.put(number("4.5.0"), WireGeneration.V4_4_8);
      String last = all[all.length - 1].releases();
      NEWEST = last.substring(last.lastIndexOf(' ') + 1);
      KNOWN = all[0].version() + TO + NEWEST;
    }

    static boolean ends(int number) {
      return number > number(lastPatch(NEWEST));
    }
  }

  /** The first release of a generation. */
  static String first(String releases) {
    return releases.split(TO, 2)[0];
  }

  static WireGeneration generationOf(String version) {
    Matcher parts = VERSION.matcher(version);
    Validate.isTrue(parts.matches(), "'%s' is not a version such as 5.1.3", version);
    WireGeneration generation = lookUp(version, version);
    Validate.isTrue(
        parts.group(3) != null || generation == lookUp(lastPatch(version), version),
        "Swoole %s changed its packets in a patch release: say all of the version",
        version);
    return generation;
  }

  private static WireGeneration lookUp(String release, String version) {
    int number = number(release);
    Map.Entry<Integer, WireGeneration> row = Table.BY_FIRST.floorEntry(number);
    if (row == null || Table.ends(number)) {
      throw new IllegalArgumentException(
          "Swoole " + version + " is unknown: " + Table.KNOWN + " are known");
    }
    return row.getValue();
  }

  private static String lastPatch(String minor) {
    return minor + "." + LAST_PATCH;
  }

  /** A number that orders releases; a part that is missing counts as 0. */
  private static int number(String release) {
    String[] parts = release.split("\\.", 3);
    int number = 0;
    for (int i = 0; i < 3; i++) {
      Matcher digits = DIGITS.matcher(i < parts.length ? parts[i] : "0");
      number = number * (LAST_PATCH + 1) + (digits.find() ? Integer.parseInt(digits.group()) : 0);
    }
    return number;
  }
}
