package org.phpipc.serialize;

import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.number.EightBytes;
import org.phpipc.serialize.number.FloatScanner;
import org.phpipc.serialize.token.Tag;

/**
 * PHP's grammar below the level of values: numbers and counted texts, read from the tag on.
 *
 * <p>A scan starts at {@link #position}, which it moves only when the whole text fits; {@link
 * #cursor} runs ahead. Offsets of failures are those of PHP 8.2 (ext/standard/var_unserializer.re).
 */
abstract sealed class ByteScanner extends ByteWindow permits KeyScanner {

  /** Digits that always fit a long. */
  private static final int SAFE_DIGITS = 18;

  /** {@code s:0:"} without its digit, as {@link EightBytes} has it, and which bits count. */
  private static final long ONE_DIGIT = 0x22_3A00_3A73L;

  private static final long ONE_DIGIT_MASK = 0xFF_FF00_FFFFL;

  /** {@code s:00:"} without its digits. */
  private static final long TWO_DIGITS = 0x223A_0000_3A73L;

  private static final long TWO_DIGITS_MASK = 0xFFFF_0000_FFFFL;

  /** After the number, or the head of a text, that was scanned last. */
  int cursor;

  /** The text scanned last: an array of its own if it was escaped, else the input. */
  byte[] text;

  int textStart;
  int textLength;

  /** Made for the first float. */
  private @Nullable FloatScanner floats;

  ByteScanner(byte[] bytes, int offset, int length) {
    super(bytes, offset, length);
    this.text = bytes;
  }

  ByteScanner(InputStream source) {
    super(source);
    this.text = bytes;
  }

  @Override
  void startAnew(byte[] bytes, int offset, int length) {
    super.startAnew(bytes, offset, length);
    this.text = bytes;
  }

  /** Passes on what PHP says without giving up. */
  abstract void say(Diagnostic diagnostic);

  /** Fails if a limit does not allow a text of this length. */
  abstract void checkLength(int at, long length);

  /** The same where the text is not kept. */
  abstract void checkHandedOn(int at, long length);

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private SerializeFormatException malformed(String what) {
    return failure(position, "malformed " + what);
  }

  final void scanNull() {
    if (at(position + 1) != Tag.SEMICOLON) {
      throw malformed("null");
    }
    position += 2;
  }

  final boolean scanBoolean() {
    int digit = at(position + 2);
    if (at(position + 1) != Tag.COLON
        || (digit != '0' && digit != '1')
        || at(position + 3) != Tag.SEMICOLON) {
      throw malformed("bool");
    }
    position += 4;
    return digit == '1';
  }

  /** Clamped to the range, as PHP does, if it is outside. */
  final long scanInt() {
    if (at(position + 1) != Tag.COLON) {
      throw malformed("int");
    }
    int start = position + 2;
    boolean negative = at(start) == '-';
    long value = scanFewDigits(negative ? start + 1 : start);
    if (value >= 0 && bytes[cursor] == Tag.SEMICOLON) {
      position = cursor + 1;
      return negative ? -value : value;
    }
    value = scanSigned(start, Tag.SEMICOLON);
    position = cursor + 1;
    return value;
  }

  /**
   * The digits that start here, the quick way; {@link #cursor} comes to stand after them, where
   * there is another byte.
   *
   * @return -1 if there are none, or too many, or the input may end before they do
   */
  private long scanFewDigits(int start) {
    if (limit - start <= Long.BYTES) {
      return -1;
    }
    long eight = EightBytes.at(bytes, start);
    int count = EightBytes.digitCount(eight);
    if (count == 0) {
      return -1;
    }
    cursor = start + count;
    long value = EightBytes.number(eight, count);
    return count < Long.BYTES ? value : scanFurtherDigits(value, start + SAFE_DIGITS);
  }

  private long scanFurtherDigits(long before, int end) {
    long value = before;
    int p = cursor;
    int c = at(p);
    while (isDigit(c) && p < end) {
      value = value * 10 + (c - '0');
      c = at(++p);
    }
    cursor = p;
    return isDigit(c) || c == END ? -1 : value;
  }

  /**
   * A number with an optional sign; {@link #cursor} comes to stand after it.
   *
   * @param next the byte that must follow, or {@link #END} if anything may, even without a digit
   */
  private long scanSigned(int start, int next) {
    int p = start;
    int c = at(p);
    boolean negative = c == '-';
    if (negative || c == '+') {
      c = at(++p);
    }
    int first = p;
    long value = 0;
    while (isDigit(c)) {
      value = value * 10 + (c - '0');
      c = at(++p);
    }
    cursor = p;
    if (next != END && (p == first || c != next)) {
      throw malformed("int");
    }
    if (p - first > SAFE_DIGITS) {
      return clamp(value, first, p, negative);
    }
    return negative ? -value : value;
  }

  /** The count of an object or the length of a payload, which PHP reads carelessly. */
  final long scanLooseCount() {
    return scanSigned(cursor, END);
  }

  private long clamp(long value, int first, int end, boolean negative) {
    int p = first;
    while (p < end && bytes[p] == '0') {
      p++;
    }
    // Nineteen digits fit an unsigned long.
    long largest = negative ? Long.MIN_VALUE : Long.MAX_VALUE;
    if (end - p > 19 || Long.compareUnsigned(value, largest) > 0) {
      say(Diagnostic.outOfRange());
      return largest;
    }
    return negative ? -value : value;
  }

  /** Modulo 2^64, as PHP does; {@link #cursor} comes to stand after the digits. */
  private long scanUnsigned(String what) {
    int p = position + 2;
    if (at(position + 1) == Tag.COLON) {
      long few = scanFewDigits(p);
      if (few >= 0) {
        return few;
      }
    }
    long value = 0;
    int c = at(p);
    if (at(position + 1) != Tag.COLON || !isDigit(c)) {
      throw malformed(what);
    }
    do {
      value = value * 10 + (c - '0');
      c = at(++p);
    } while (isDigit(c));
    cursor = p;
    return value;
  }

  /** The number of an {@code r} or {@code R}. */
  final long scanSlot() {
    long slot = scanUnsigned("back reference");
    if (at(cursor) != Tag.SEMICOLON) {
      throw malformed("back reference");
    }
    position = cursor + 1;
    return slot;
  }

  /** The head of an array, to after the brace, where the position comes to stand. */
  final long scanCount() {
    scanUnsigned("array");
    int end = cursor;
    if (at(end) != Tag.COLON || at(end + 1) != Tag.OPEN) {
      throw malformed("array");
    }
    long count = scanSigned(position + 2, Tag.COLON);
    position = end + 2;
    return count;
  }

  /** A key or string value. */
  final void scanString() {
    if (!scanShortString()) {
      scanQuoted("string", 0, Tag.SEMICOLON);
      position = cursor;
    }
  }

  /** The quick way for a length of one or two digits; gives false, with nothing done, if not. */
  private boolean scanShortString() {
    if (limit - position < Long.BYTES) {
      return false;
    }
    long head = EightBytes.at(bytes, position);
    if ((head & ONE_DIGIT_MASK) == ONE_DIGIT && EightBytes.isDigit(head, 2)) {
      return takeShort(position + 5, EightBytes.digit(head, 2));
    }
    return (head & TWO_DIGITS_MASK) == TWO_DIGITS
        && EightBytes.isDigit(head, 2)
        && EightBytes.isDigit(head, 3)
        && takeShort(position + 6, EightBytes.digit(head, 2) * 10 + EightBytes.digit(head, 3));
  }

  private boolean takeShort(int start, int length) {
    int end = start + length;
    if (limit - end < 2 || bytes[end] != Tag.QUOTE || bytes[end + 1] != Tag.SEMICOLON) {
      return false;
    }
    checkLength(position, length);
    text = bytes;
    textStart = start;
    textLength = length;
    position = end + 2;
    return true;
  }

  /** {@code :len:"text"} and a terminator; {@link #cursor} comes to stand after it. */
  final void scanQuoted(String what, int shortest, byte terminator) {
    int start = fetchText(what, shortest);
    closeText(start + textLength, terminator);
    text = bytes;
    textStart = start;
  }

  /** Gives where the text starts, and sets its length; all of it is there then. */
  private int fetchText(String what, int shortest) {
    long length = scanTextHead(what);
    int start = cursor;
    if (length < shortest || !mayHaveText(start, length)) {
      throw impossibleLength(position);
    }
    checkLength(position, length);
    if (!hasText(start + length)) {
      throw impossibleLength(position);
    }
    textLength = (int) length;
    return start;
  }

  private SerializeFormatException impossibleLength(long tag) {
    return failure(tag + 2, "impossible length");
  }

  /**
   * Hands on the bytes of a string piece by piece, without keeping more than one.
   *
   * @return how many there were
   */
  final long transferString(OutputStream to) {
    long tag = offset(position);
    long length = scanTextHead("string");
    if (length < 0) {
      throw impossibleLength(position);
    }
    checkHandedOn(position, length);
    position = cursor;
    if (!transfer(length, to)) {
      throw impossibleLength(tag - offset(0));
    }
    closeText(position, Tag.SEMICOLON);
    position = cursor;
    return length;
  }

  /** Gives the length of the text that starts at {@link #cursor} then, as it is claimed. */
  private long scanTextHead(String what) {
    long length = scanUnsigned(what);
    if (at(cursor) != Tag.COLON || at(cursor + 1) != Tag.QUOTE) {
      throw malformed(what);
    }
    cursor += 2;
    return length;
  }

  private void closeText(int end, byte terminator) {
    if (at(end) != Tag.QUOTE) {
      throw failure(end, "expected the closing quote");
    }
    if (at(end + 1) != terminator) {
      throw failure(end + 1, "expected '" + (char) terminator + "'");
    }
    cursor = end + 2;
  }

  /** A string whose length counts the bytes after unescaping. */
  final void scanEscaped() {
    int p = fetchText("string", 0);
    byte[] plain = new byte[textLength];
    for (int i = 0; i < plain.length; i++) {
      hasText(p + 3L);
      int c = at(p++);
      if (c == Tag.ESCAPE) {
        c = hexDigit(at(p++)) << 4;
        c |= hexDigit(at(p++));
      } else if (c == END) {
        throw malformed("escaped string");
      }
      plain[i] = (byte) c;
    }
    closeText(p, Tag.SEMICOLON);
    position = cursor;
    text = plain;
    textStart = 0;
  }

  private int hexDigit(int c) {
    int value = c == END ? -1 : Character.digit(c, 16);
    if (value < 0) {
      throw malformed("escaped string");
    }
    return value;
  }

  final double scanDouble() {
    if (at(position + 1) != Tag.COLON) {
      throw malformed("float");
    }
    if (floats == null) {
      floats = new FloatScanner();
    }
    if (isStream()) {
      fetchFloat();
    }
    int end = floats.scan(bytes, position + 2, limit);
    if (end < 0 || at(end) != Tag.SEMICOLON) {
      throw malformed("float");
    }
    position = end + 1;
    return floats.value();
  }

  /** Sees to it that all of a float is there. */
  private void fetchFloat() {
    int p = position + 2;
    while (at(p) != Tag.SEMICOLON && at(p) != END) {
      p++;
    }
  }
}
