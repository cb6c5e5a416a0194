package org.phpipc.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpCustom;
import org.phpipc.serialize.PhpEnum;
import org.phpipc.serialize.PhpObject;
import org.phpipc.serialize.PhpReference;
import org.phpipc.serialize.PhpString;
import org.phpipc.serialize.PropertyName;

/**
 * A value on one line for people, much as PHP source has it. What is deep or long is cut: this is
 * for looking, typed JSON is for keeping.
 */
public final class ValueText {
  private static final int DEEPEST = 6;
  private static final int MOST_ELEMENTS = 16;
  private static final int LONGEST_STRING = 60;

  private ValueText() {}

  public static String of(@Nullable Object value) {
    return of(value, 0);
  }

  /** As {@link #of}, with all of a string. */
  public static String whole(@Nullable Object value) {
    return value instanceof String text ? "\"" + visible(text) + "\"" : of(value);
  }

  private static String of(@Nullable Object value, int depth) {
    if (value instanceof String text) {
      return quoted(text);
    } else if (value instanceof PhpString bytes) {
      return "binary(" + bytes.length() + ")";
    } else if (value instanceof PhpReference reference) {
      return "&" + of(reference.get(), depth);
    } else if (value instanceof PhpEnum enumCase) {
      return visible(enumCase.className() + "::" + enumCase.caseName());
    } else if (value instanceof PhpCustom custom) {
      return visible(custom.className()) + "(" + Count.of(custom.payload().length(), "byte") + ")";
    } else if (depth == DEEPEST && (value instanceof PhpArray || value instanceof PhpObject)) {
      return "…";
    } else if (value instanceof PhpArray array) {
      return "[" + elements(array, array.isList(), depth) + "]";
    } else if (value instanceof PhpObject object) {
      return visible(object.className()) + " {" + elements(object.properties(), false, depth) + "}";
    }
    return String.valueOf(value);
  }

  private static String elements(Map<Object, @Nullable Object> map, boolean list, int depth) {
    List<String> shown = new ArrayList<>();
    for (Map.Entry<Object, @Nullable Object> entry : map.entrySet()) {
      if (shown.size() == MOST_ELEMENTS) {
        shown.add("… " + (map.size() - MOST_ELEMENTS) + " more");
        break;
      }
      String value = of(entry.getValue(), depth + 1);
      shown.add(list ? value : key(entry.getKey()) + " => " + value);
    }
    return String.join(", ", shown);
  }

  static String key(Object key) {
    boolean mangled = key instanceof String name && name.startsWith("\0");
    return mangled ? visible(PropertyName.parse(key).name()) : of(key, 0);
  }

  /** In quotes; what a terminal would obey becomes visible. */
  private static String quoted(String text) {
    boolean cut = text.length() > LONGEST_STRING;
    String head = cut ? text.substring(0, text.offsetByCodePoints(0, codePoints(text))) : text;
    return "\"" + visible(head) + (cut ? "…\" (" + text.length() + " characters)" : "\"");
  }

  private static int codePoints(String text) {
    return Math.min(LONGEST_STRING, text.codePointCount(0, text.length()));
  }

  /** Sentences of ours that may quote what others wrote: as {@link #visible}, with their lines. */
  public static String sentences(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> visible.append(isObeyed(c) && c != '\n' ? escaped(c) : Character.toString(c)));
    return visible.toString();
  }

  /** Whether a terminal does something else with the character than show it. */
  private static boolean isObeyed(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
  }

  private static String escaped(int c) {
    return String.format(Locale.ROOT, "\\x%02x", c);
  }

  /** The text with control characters as {@code \x1b}. */
  public static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isObeyed(c)) {
                visible.append(escaped(c));
              } else if (c == '"' || c == '\\') {
                visible.append('\\').append((char) c);
              } else {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }
}
