package org.phpipc.serialize;

import java.util.List;
import java.util.Locale;

/** The way from the top value to one inside, as error messages show it. */
final class Path {

  private static final String TOP = "$";
  private static final int LONGEST = 64;
  private static final int LONGEST_NAME = 80;

  private Path() {}

  /** {@code $.jobs[3].owner}; the middle of a very long one is left out. */
  static String of(List<Object> keys) {
    StringBuilder path = new StringBuilder(TOP);
    int size = keys.size();
    for (int i = 0; i < size; i++) {
      if (size > LONGEST && i == LONGEST / 2) {
        path.append("…");
        i = size - LONGEST / 2;
      }
      append(path, keys.get(i));
    }
    return path.toString();
  }

  private static void append(StringBuilder path, Object key) {
    if (key instanceof Number) {
      path.append('[').append(key).append(']');
      return;
    }
    String name = cut(PropertyName.parse(key).name());
    if (!name.isEmpty() && name.chars().allMatch(Path::isPlain)) {
      path.append('.').append(name);
    } else {
      path.append("[\"").append(visible(name)).append("\"]");
    }
  }

  /** A name from outside as it can be shown: not too long, and without what a terminal obeys. */
  static String shown(String name) {
    return visible(cut(name));
  }

  private static String cut(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
  }

  /** Names come from outside: what a terminal or a log would obey is shown as {@code \x1b}. */
  private static String visible(String name) {
    StringBuilder visible = new StringBuilder(name.length());
    name.codePoints()
        .forEach(
            c -> {
              boolean obeyed =
                  Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
              visible.append(
                  obeyed ? String.format(Locale.ROOT, "\\x%02x", c) : Character.toString(c));
            });
    return visible.toString();
  }

  private static boolean isPlain(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-';
  }
}
