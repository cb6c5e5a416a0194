package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.phpipc.serialize.token.Tag;

/** Whether bytes hold values in PHP's format that somebody may hand to {@code unserialize()}. */
final class PayloadText {
  /** An int and its like. */
  private static final String SCALAR = "N;|b:[01];|[id]:[-+.0-9A-Z]++;";

  /** The start of a string or a container; its quote may be escaped for a text around. */
  private static final String LARGER =
      "[rR]:[0-9]++;|a:[0-9]++:\\{|[sSOCE]:[0-9]++:(\\\\*+\"|&quot;)";

  /**
   * What there is in every value, where one may start: not in the midst of a word, and a scalar not
   * behind what has an end of its own, as in CSS.
   */
  private static final Pattern TOKEN =
      Pattern.compile("(?<![0-9A-Za-z\\x80-\\xFF{])((?<!;)(" + SCALAR + ")|(" + LARGER + "))");

  private static final Pattern START = Pattern.compile("[bidsSaOCErR]:[-+.0-9IN]|x:i:");

  /** How gzencode() and gzcompress() start. */
  private static final Pattern COMPRESSED = Pattern.compile("\\x1F\\x8B|x[\\x01\\x5E\\x9C\\xDA]");

  private static final Pattern BASE64 = Pattern.compile("([A-Za-z0-9+/]{4})*+[A-Za-z0-9+/=]{4}");
  private static final Pattern HEX = Pattern.compile("([0-9a-fA-F]{2})++");

  private PayloadText() {}

  /**
   * True if no part of the payload is a value, as in JSON and other texts. What is compressed may
   * hold anything.
   */
  static boolean holdsNoValue(PhpString payload) {
    String text = new String(payload.bytes(), ISO_8859_1);
    return !(COMPRESSED.matcher(text).lookingAt()
        || holdsToken(text)
        || holdsToken(percentDecoded(text))
        || holdsToken(decoded(text)));
  }

  private static boolean holdsToken(String text) {
    return TOKEN.matcher(text).find();
  }

  private static String percentDecoded(String text) {
    return text.replaceAll("(?i)%3a", ":")
        .replaceAll("(?i)%3b", ";")
        .replaceAll("(?i)%7b", "{")
        .replace("%22", "\"");
  }

  /** What a text in base64 or in hex digits stands for; nothing if it is neither. */
  private static String decoded(String text) {
    byte[] bytes = {};
    if (HEX.matcher(text).matches()) {
      bytes = HexFormat.of().parseHex(text);
    } else if (BASE64.matcher(text).matches()) {
      bytes = base64(text);
    }
    return new String(bytes, ISO_8859_1);
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** Whether a string starts and ends as values in PHP's format do. */
  static boolean looksSerialized(byte[] string) {
    if (string.length < 2) {
      return false;
    }
    byte last = string[string.length - 1];
    String start = new String(string, 0, Math.min(string.length, 4), ISO_8859_1);
    return (last == Tag.CLOSE && START.matcher(start).lookingAt())
        || (last == Tag.SEMICOLON && (START.matcher(start).lookingAt() || start.equals("N;")));
  }
}
