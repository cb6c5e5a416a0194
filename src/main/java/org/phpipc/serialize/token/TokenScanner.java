package org.phpipc.serialize.token;

import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.number.EightBytes;
import org.phpipc.serialize.number.FloatScanner;

/**
 * PHP's grammar below the level of values: numbers and counted texts, read from the tag on.
 *
 * <p>A scan starts at {@link ByteWindow#position}, which it moves only when the whole token fits;
 * {@link ByteWindow#cursor} runs ahead. Offsets of failures are those of PHP 8.2
 * (ext/standard/var_unserializer.re).
 */
public final class TokenScanner {
  /** {@code s:0:"} without its digit, as {@link EightBytes} has it, and which bits count. */
  private static final long ONE_DIGIT = 0x22_3A00_3A73L;

  private static final long ONE_DIGIT_MASK = 0xFF_FF00_FFFFL;

  /** {@code s:00:"} without its digits. */
  private static final long TWO_DIGITS = 0x223A_0000_3A73L;

  private static final long TWO_DIGITS_MASK = 0xFFFF_0000_FFFFL;

  /** The text scanned last: an array of its own if it was escaped, else the input. */
  public byte[] text;

  public int textStart;
  public int textLength;

  private final ByteWindow in;
  private final ReadBudget budget;
  private final NumberScanner numbers;

  /** Made for the first float. */
  private @Nullable FloatScanner floats;

  /** A scanner of what is in a window, with what its texts may take. */
  public TokenScanner(ByteWindow in, ReadBudget budget) {
    this.in = in;
    this.budget = budget;
    this.numbers = new NumberScanner(in);
    this.text = in.bytes;
  }

  /** Lets the last text go. */
  public void clear() {
    text = in.bytes;
  }

  /** Fails if a limit does not allow a text of this length. */
  public void checkLength(int at, long length) {
    refuse(budget.takeString(length), at);
  }

  private void refuse(@Nullable String refusal, int at) {
    if (refusal != null) {
      throw in.failure(at, refusal);
    }
  }

  private RuntimeException malformed(String what) {
    return in.failure(in.position, "malformed " + what);
  }

  public void scanNull() {
    if (in.at(in.position + 1) != Tag.SEMICOLON) {
      throw malformed("null");
    }
    in.position += 2;
  }

  public boolean scanBoolean() {
    int digit = in.at(in.position + 2);
    if (in.at(in.position + 1) != Tag.COLON
        || (digit != '0' && digit != '1')
        || in.at(in.position + 3) != Tag.SEMICOLON) {
      throw malformed("bool");
    }
    in.position += 4;
    return digit == '1';
  }

  /** Clamped to the range, as PHP does, if it is outside. */
  public long scanInt() {
    if (in.at(in.position + 1) != Tag.COLON) {
      throw malformed("int");
    }
    int start = in.position + 2;
    boolean negative = in.at(start) == '-';
    long value = numbers.scanFewDigits(negative ? start + 1 : start);
    if (value >= 0 && in.bytes[in.cursor] == Tag.SEMICOLON) {
      in.position = in.cursor + 1;
      return negative ? -value : value;
    }
    value = numbers.scanSigned(start, Tag.SEMICOLON);
    in.position = in.cursor + 1;
    return value;
  }

  /** The count of an object or the length of a payload, which PHP reads carelessly. */
  public long scanLooseCount() {
    return numbers.scanSigned(in.cursor, ByteWindow.END);
  }

  /** The number of an {@code r} or {@code R}. */
  public long scanSlot() {
    long slot = numbers.scanUnsigned("back reference");
    if (in.at(in.cursor) != Tag.SEMICOLON) {
      throw malformed("back reference");
    }
    in.position = in.cursor + 1;
    return slot;
  }

  /** The head of an array, to after the brace, where the position comes to stand. */
  public long scanCount() {
    numbers.scanUnsigned("array");
    int end = in.cursor;
    if (in.at(end) != Tag.COLON || in.at(end + 1) != Tag.OPEN) {
      throw malformed("array");
    }
    long count = numbers.scanSigned(in.position + 2, Tag.COLON);
    in.position = end + 2;
    return count;
  }

  /** A key or string value. */
  public void scanString() {
    if (!scanShortString()) {
      scanQuoted("string", 0, Tag.SEMICOLON);
      in.position = in.cursor;
    }
  }

  /** The quick way for a length of one or two digits; gives false, with nothing done, if not. */
  private boolean scanShortString() {
    if (in.limit - in.position < Long.BYTES) {
      return false;
    }
    long head = EightBytes.at(in.bytes, in.position);
    if ((head & ONE_DIGIT_MASK) == ONE_DIGIT && EightBytes.isDigit(head, 2)) {
      return takeShort(in.position + 5, EightBytes.digit(head, 2));
    }
    return (head & TWO_DIGITS_MASK) == TWO_DIGITS
        && EightBytes.isDigit(head, 2)
        && EightBytes.isDigit(head, 3)
        && takeShort(in.position + 6, EightBytes.digit(head, 2) * 10 + EightBytes.digit(head, 3));
  }

  private boolean takeShort(int start, int length) {
    int end = start + length;
    if (in.limit - end < 2 || in.bytes[end] != Tag.QUOTE || in.bytes[end + 1] != Tag.SEMICOLON) {
      return false;
    }
    checkLength(in.position, length);
    text = in.bytes;
    textStart = start;
    textLength = length;
    in.position = end + 2;
    return true;
  }

  /** {@code :len:"text"} and a terminator; {@link ByteWindow#cursor} comes to stand after it. */
  public void scanQuoted(String what, int shortest, byte terminator) {
    int start = fetchText(what, shortest);
    closeText(start + textLength, terminator);
    text = in.bytes;
    textStart = start;
  }

  /** Gives where the text starts, and sets its length; all of it is there then. */
  private int fetchText(String what, int shortest) {
    long length = scanTextHead(what);
    int start = in.cursor;
    if (length < shortest || !in.mayHaveText(start, length)) {
      throw impossibleLength(in.position);
    }
    checkLength(in.position, length);
    if (!in.hasText(start + length)) {
      throw impossibleLength(in.position);
    }
    textLength = (int) length;
    return start;
  }

  private RuntimeException impossibleLength(long tag) {
    return in.failure(tag + 2, "impossible length");
  }

  /** Reads the head of a string that is handed on; gives its length. */
  public long scanHandedOn() {
    long length = scanTextHead("string");
    if (length < 0) {
      throw impossibleLength(in.position);
    }
    refuse(budget.passString(length), in.position);
    in.position = in.cursor;
    return length;
  }

  /**
   * Hands on at most {@code length} bytes of the string whose head was read, without keeping them.
   *
   * @param head the index of the string in the window
   * @return how many were handed on
   */
  public int transfer(long length, long head, OutputStream to) {
    if (!in.has(in.position + 1L)) {
      throw impossibleLength(head);
    }
    return in.transfer(length, to);
  }

  /** Reads what stands after the bytes of a string that was handed on. */
  public void endHandedOn() {
    closeText(in.position, Tag.SEMICOLON);
    in.position = in.cursor;
  }

  /**
   * Gives the length of the text that starts at {@link ByteWindow#cursor} then, as it is claimed.
   */
  private long scanTextHead(String what) {
    long length = numbers.scanUnsigned(what);
    if (in.at(in.cursor) != Tag.COLON || in.at(in.cursor + 1) != Tag.QUOTE) {
      throw malformed(what);
    }
    in.cursor += 2;
    return length;
  }

  private void closeText(int end, byte terminator) {
    if (in.at(end) != Tag.QUOTE) {
      throw in.failure(end, "expected the closing quote");
    }
    if (in.at(end + 1) != terminator) {
      throw in.failure(end + 1, "expected '" + (char) terminator + "'");
    }
    in.cursor = end + 2;
  }

  /** A string whose length counts the bytes after unescaping. */
  public void scanEscaped() {
    int p = fetchText("string", 0);
    byte[] plain = new byte[textLength];
    for (int i = 0; i < plain.length; i++) {
      in.hasText(p + 3L);
      int c = in.at(p++);
      if (c == Tag.ESCAPE) {
        c = hexDigit(in.at(p++)) << 4;
        c |= hexDigit(in.at(p++));
      } else if (c == ByteWindow.END) {
        throw malformed("escaped string");
      }
      plain[i] = (byte) c;
    }
    closeText(p, Tag.SEMICOLON);
    in.position = in.cursor;
    text = plain;
    textStart = 0;
  }

  private int hexDigit(int c) {
    int value = c == ByteWindow.END ? -1 : Character.digit(c, 16);
    if (value < 0) {
      throw malformed("escaped string");
    }
    return value;
  }

  public double scanDouble() {
    if (in.at(in.position + 1) != Tag.COLON) {
      throw malformed("float");
    }
    if (floats == null) {
      floats = new FloatScanner();
    }
    if (in.isStream()) {
      fetchFloat();
    }
    int end = floats.scan(in.bytes, in.position + 2, in.limit);
    if (end < 0 || in.at(end) != Tag.SEMICOLON) {
      throw malformed("float");
    }
    in.position = end + 1;
    return floats.value();
  }

  /** Sees to it that all of a float is there. */
  private void fetchFloat() {
    int p = in.position + 2;
    while (in.at(p) != Tag.SEMICOLON && in.at(p) != ByteWindow.END) {
      p++;
    }
  }
}
