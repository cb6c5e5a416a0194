package org.phpipc.serialize.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.phpipc.serialize.number.EightBytes;

/** Texts as UTF-8, without what UTF-8 has no form for. */
final class Utf8 {
  /** What the JDK puts for a lone surrogate. */
  private static final byte REPLACEMENT = '?';

  private Utf8() {}

  /**
   * The bytes of a text.
   *
   * @throws IllegalArgumentException if the text has a lone surrogate
   */
  static byte[] encode(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    if (EightBytes.contains(utf8, REPLACEMENT)) {
      requirePairs(text);
    }
    return utf8;
  }

  private static void requirePairs(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new IllegalArgumentException("a text with a lone surrogate at index " + i);
        }
        i++;
      }
    }
  }
}
