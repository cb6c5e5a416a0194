package org.phpipc.cli.notation;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.phpipc.cli.console.Refusal;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpObject;
import org.phpipc.serialize.PhpString;

/**
 * Reads a value in PHP's source syntax, including the output of {@code var_export}: null, booleans,
 * numbers, strings in single and double quotes, arrays, {@code (object)} of an array. Nothing is
 * evaluated: variables, functions and other constants are refused.
 */
public final class PhpLiteral {
  /** Deepest nesting. PHP has no limit; this is far more than anybody types. */
  private static final int DEEPEST = 500;

  private static final Pattern SPACE =
      Pattern.compile("(?:[ \\t\\r\\n]|#(?!\\[)[^\\n]*|//[^\\n]*|(?s:/\\*.*?\\*/))+");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern FLOAT =
      Pattern.compile(
          "(?:D\\.D?|\\.D)(?:[eE][+-]?D)?|D[eE][+-]?D".replace("D", "(?:[0-9]+(?:_[0-9]+)*)"));
  private static final Pattern INTEGER =
      Pattern.compile(
          "0[xX][0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0[bB][01]+(?:_[01]+)*|0[oO]?[0-7]+(?:_[0-7]+)*|[1-9][0-9]*(?:_[0-9]+)*|0");
  private static final Pattern OBJECT = Pattern.compile("(?i)\\([ \\t]*object[ \\t]*\\)");

  /** The source, one character per byte. */
  private final String source;

  private int position;

  private PhpLiteral(String source) {
    this.source = source;
  }

  /**
   * The value of a literal.
   *
   * @param source one character per byte, as ISO 8859-1
   * @throws Refusal if it is not a literal; the message gives the position and the reason
   */
  public static @Nullable Object parse(String source) {
    PhpLiteral literal = new PhpLiteral(source);
    Object value = literal.value(0);
    literal.accept(";");
    literal.skipSpace();
    if (literal.position < source.length()) {
      throw literal.wrong("nothing may follow the value");
    }
    return value;
  }

  private @Nullable Object value(int depth) {
    if (depth > DEEPEST) {
      throw wrong("nested deeper than " + DEEPEST);
    }
    skipSpace();
    char next = peek();
    if (next == '\'' || next == '"') {
      return string();
    } else if (accept("[")) {
      return array("]", depth);
    } else if (next == '-' || next == '+' || next == '.' || isDigit(next)) {
      return signed();
    } else if (take(OBJECT) != null) {
      return object(value(depth + 1));
    }
    return named(depth);
  }

  private @Nullable Object named(int depth) {
    int start = position;
    accept("\\");
    String word = take(WORD);
    return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
      case "null" -> null;
      case "true" -> true;
      case "false" -> false;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "nan" -> Double.NaN;
      case "php_int_max" -> Long.MAX_VALUE;
      case "php_int_min" -> Long.MIN_VALUE;
      case "array" -> {
        require("(");
        yield array(")", depth);
      }
      default -> {
        position = start;
        throw wrong("here should be null, a boolean, a number, a string or an array");
      }
    };
  }

  private PhpArray array(String end, int depth) {
    PhpArray array = new PhpArray();
    while (!accept(end)) {
      if (peek() == '&' || source.startsWith("...", position)) {
        throw wrong("references and spreading are no literals");
      }
      Object value = value(depth + 1);
      if (accept("=>")) {
        array.put(key(value), value(depth + 1));
      } else {
        add(array, value);
      }
      if (!accept(",")) {
        require(end);
        break;
      }
    }
    return array;
  }

  private void add(PhpArray array, @Nullable Object value) {
    try {
      array.add(value);
    } catch (IllegalStateException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /** Converts a key that is neither a whole number nor a string as PHP does. */
  private Object key(@Nullable Object value) {
    if (value == null) {
      return "";
    } else if (value instanceof Boolean flag) {
      return flag ? 1L : 0L;
    } else if (value instanceof Long || value instanceof PhpString) {
      return value;
    }
    throw wrong("a key is a whole number or a string");
  }

  private PhpObject object(@Nullable Object value) {
    if (!(value instanceof PhpArray array)) {
      throw wrong("(object) takes an array");
    }
    PhpObject object = PhpObject.standard();
    for (Map.Entry<Object, @Nullable Object> entry : array.entrySet()) {
      Object key = entry.getKey();
      object.properties().put(key instanceof Long ? key.toString() : key, entry.getValue());
    }
    return object;
  }

  private Object string() {
    PhpQuoted bytes = new PhpQuoted(source, position);
    position = bytes.end();
    while (accept(".")) { // var_export joins strings where there is a NUL.
      skipSpace();
      if (peek() != '\'' && peek() != '"') {
        throw wrong("only a string can be joined to a string");
      }
      bytes.join(position);
      position = bytes.end();
    }
    return bytes.value();
  }

  private Object signed() {
    boolean negative = accept("-");
    if (!negative) {
      accept("+");
    }
    Object number = number();
    if (!negative) {
      return number;
    }
    return number instanceof Long whole ? (Object) (-whole) : (Object) (-(Double) number);
  }

  /** A whole number that does not fit is a float, as in PHP. */
  private Object number() {
    skipSpace();
    String text = take(FLOAT);
    if (text != null) {
      return Double.valueOf(text.replace("_", ""));
    }
    String digits = take(INTEGER);
    if (digits == null) {
      return infinite();
    }
    BigInteger whole = whole(digits.replace("_", "").toLowerCase(Locale.ROOT));
    return whole.bitLength() < Long.SIZE
        ? (Object) whole.longValue()
        : (Object) whole.doubleValue();
  }

  private Object infinite() {
    Object value = named(0);
    if (value instanceof Long || value instanceof Double) {
      return value;
    }
    throw wrong("a sign stands before a number");
  }

  private static BigInteger whole(String digits) {
    if (digits.startsWith("0x")) {
      return new BigInteger(digits.substring(2), 16);
    } else if (digits.startsWith("0b")) {
      return new BigInteger(digits.substring(2), 2);
    } else if (digits.startsWith("0o")) {
      return new BigInteger(digits.substring(2), 8);
    }
    return new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
  }

  private @Nullable String take(Pattern pattern) {
    Matcher matcher = pattern.matcher(source).region(position, source.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    position = matcher.end();
    return matcher.group();
  }

  private void skipSpace() {
    take(SPACE);
  }

  private boolean accept(String token) {
    skipSpace();
    boolean there = source.startsWith(token, position);
    position += there ? token.length() : 0;
    return there;
  }

  private void require(String token) {
    if (!accept(token)) {
      throw wrong("here should be " + token);
    }
  }

  /** The next character; NUL at the end, since NUL has no meaning in PHP source. */
  private char peek() {
    return position < source.length() ? source.charAt(position) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private Refusal wrong(String complaint) {
    return wrong(position, complaint);
  }

  /** A refusal that names the position of a byte. */
  static Refusal wrong(int position, String complaint) {
    return new Refusal("not a PHP literal, byte " + position + ": " + complaint);
  }
}
