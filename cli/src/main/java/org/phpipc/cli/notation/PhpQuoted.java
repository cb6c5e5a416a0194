package org.phpipc.cli.notation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.phpipc.cli.console.Refusal;
import org.phpipc.serialize.PhpString;

/** A string in PHP's source syntax, in single or double quotes. */
final class PhpQuoted {
  /** What may follow a backslash in double quotes. */
  private static final Pattern ESCAPE =
      Pattern.compile("[nrtvef\\\\$\"]|[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u\\{([0-9a-fA-F]+)\\}");

  private static final String NAMED = "nrtvef";
  private static final String NAMED_BYTES = "\n\r\t\013\033\f";

  private final String source;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int position;

  /**
   * Reads the string that begins at a quote.
   *
   * @param source one character per byte
   * @throws Refusal if it does not end or has a variable
   */
  PhpQuoted(String source, int start) {
    this.source = source;
    join(start);
  }

  /** Reads another string and appends its bytes to these. */
  void join(int start) {
    char quote = source.charAt(start);
    position = start + 1;
    while (position < source.length() && source.charAt(position) != quote) {
      char c = source.charAt(position++);
      if (c == '\\') {
        escape(quote);
      } else {
        if (quote == '"') {
          requireNoVariable(c);
        }
        bytes.write(c);
      }
    }
    if (position == source.length()) {
      throw PhpLiteral.wrong(start, "this string has no end");
    }
    position++;
  }

  private void requireNoVariable(char c) {
    char next = position < source.length() ? source.charAt(position) : '\0';
    boolean variable = c == '$' && (next == '{' || next == '_' || Character.isLetter(next));
    if (variable || (c == '{' && next == '$')) {
      throw PhpLiteral.wrong(position - 1, "there are no variables: write \\$, or single quotes");
    }
  }

  private void escape(char quote) {
    if (quote == '"') {
      escapeInDouble();
      return;
    }
    char next = position < source.length() ? source.charAt(position) : '\0';
    if (next == quote || next == '\\') {
      bytes.write(next);
      position++;
    } else {
      bytes.write('\\');
    }
  }

  private void escapeInDouble() {
    Matcher escape = ESCAPE.matcher(source).region(position, source.length());
    if (!escape.lookingAt()) {
      if (source.startsWith("u{", position)) {
        throw PhpLiteral.wrong(position - 1, "\\u{...} takes hexadecimal digits");
      }
      bytes.write('\\');
      return;
    }
    String text = escape.group();
    char first = text.charAt(0);
    if (first == 'u') {
      writeCodePoint(escape.group(1));
    } else if (first == 'x') {
      bytes.write(Integer.parseInt(text.substring(1), 16));
    } else if (first >= '0' && first <= '7') {
      bytes.write(Integer.parseInt(text, 8)); // The ninth bit is lost, as in PHP.
    } else {
      int named = NAMED.indexOf(first);
      bytes.write(named < 0 ? first : NAMED_BYTES.charAt(named));
    }
    position = escape.end();
  }

  private void writeCodePoint(String digits) {
    if (digits.length() > 8 || Long.parseLong(digits, 16) > Character.MAX_CODE_POINT) {
      throw PhpLiteral.wrong(position - 1, "\\u{" + digits + "} is no code point");
    }
    int codePoint = Integer.parseInt(digits, 16);
    bytes.writeBytes(utf8(codePoint));
  }

  /** Encodes a code point as PHP does, surrogates included. */
  private static byte[] utf8(int codePoint) {
    if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
      int last = 0x80 | (codePoint & 0x3f);
      return new byte[] {(byte) 0xed, (byte) (0x80 | ((codePoint >> 6) & 0x3f)), (byte) last};
    }
    return Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
  }

  /** The position after the last quote. */
  int end() {
    return position;
  }

  PhpString value() {
    return PhpString.of(bytes.toByteArray());
  }
}
