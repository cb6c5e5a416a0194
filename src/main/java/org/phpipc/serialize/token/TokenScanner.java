package org.phpipc.serialize.token;

import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.number.EightBytes;
import org.phpipc.serialize.number.FloatScanner;

/**
 * PHP's grammar below the level of values: numbers and counted texts, read from the tag on.
 *
 * <p>A scan starts at {@link #position}, which it moves only when the whole token fits; {@link
 * #cursor} runs ahead. Offsets of failures are those of PHP 8.2 (ext/standard/var_unserializer.re).
 */
public final class TokenScanner extends ByteWindow {
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

  private final ReadBudget budget;

  /** Made for the first float. */
  private @Nullable FloatScanner floats;

  /** A scanner of {@code length} bytes from {@code offset} on, with what its texts may take. */
  public TokenScanner(
      byte[] bytes, int offset, int length, ScanListener listener, ReadBudget budget) {
    super(bytes, offset, length, listener);
    this.budget = budget;
    this.text = bytes;
  }

  /** A scanner of a stream, with what its texts may take. */
  public TokenScanner(InputStream source, ScanListener listener, ReadBudget budget) {
    super(source, listener);
    this.budget = budget;
    this.text = bytes;
  }

  /** Goes on to other bytes, as if made for them. */
  public void startAnew(byte[] other, int offset, int length) {
    show(other, offset, length);
    text = other;
  }

  /** Fails if a limit does not allow a text of this length. */
  public void checkLength(int at, long length) {
    refuse(budget.takeString(length), at);
  }

  private void refuse(@Nullable String refusal, int at) {
    if (refusal != null) {
      throw failure(at, refusal);
    }
  }

  private RuntimeException malformed(String what) {
    return failure(position, "malformed " + what);
  }

  /** {@code N;} */
  public void scanNull() {
    if (at(position + 1) != Tag.SEMICOLON) {
      throw malformed("null");
    }
    position += 2;
  }

  /** {@code b:1;} */
  public boolean scanBoolean() {
    int digit = at(position + 2);
    if (at(position + 1) != Tag.COLON
        || (digit != '0' && digit != '1')
        || at(position + 3) != Tag.SEMICOLON) {
      throw malformed("bool");
    }
    position += 4;
    return digit == '1';
  }

  /** {@code i:5;}, clamped to the range of int as PHP does. */
  public long scanInt() {
    if (at(position + 1) != Tag.COLON) {
      throw malformed("int");
    }
    int start = position + 2;
    boolean negative = at(start) == '-';
    long value = NumberScanner.scanFewDigits(this, negative ? start + 1 : start);
    if (value >= 0 && bytes[cursor] == Tag.SEMICOLON) {
      position = cursor + 1;
      return negative ? -value : value;
    }
    value = NumberScanner.scanSigned(this, start, Tag.SEMICOLON);
    position = cursor + 1;
    return value;
  }

  /** The count of an object or the length of a payload, which PHP reads carelessly. */
  public long scanLooseCount() {
    return NumberScanner.scanSigned(this, cursor, END);
  }

  /** The number of an {@code r} or {@code R}. */
  public long scanSlot() {
    long slot = NumberScanner.scanUnsigned(this, "back reference");
    if (at(cursor) != Tag.SEMICOLON) {
      throw malformed("back reference");
    }
    position = cursor + 1;
    return slot;
  }

  /** The head of an array, to after the brace, where the position comes to stand. */
  public long scanCount() {
    NumberScanner.scanUnsigned(this, "array");
    int end = cursor;
    if (at(end) != Tag.COLON || at(end + 1) != Tag.OPEN) {
      throw malformed("array");
    }
    long count = NumberScanner.scanSigned(this, position + 2, Tag.COLON);
    position = end + 2;
    return count;
  }

  /** A key or string value. */
  public void scanString() {
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
  public void scanQuoted(String what, int shortest, byte terminator) {
    int start = fetchText(what, shortest);
    closeText(start + textLength, terminator);
    text = bytes;
    textStart = start;
  }

  /** Fetches the text and sets its length; gives the index of its start. */
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

  private RuntimeException impossibleLength(long tag) {
    return failure(tag + 2, "impossible length");
  }

  /** Reads the head of a string that is handed on; gives its length. */
  public long scanHandedOn() {
    long length = scanTextHead("string");
    if (length < 0) {
      throw impossibleLength(position);
    }
    refuse(budget.passString(length), position);
    position = cursor;
    return length;
  }

  /**
   * Hands on at most {@code length} bytes of the string whose head was read, without keeping them.
   *
   * @param head the index of the string in the window
   * @return how many were handed on
   */
  public int transfer(long length, long head, OutputStream to) {
    if (!has(position + 1L)) {
      throw impossibleLength(head);
    }
    return transferFetched(length, to);
  }

  /** Reads what stands after the bytes of a string that was handed on. */
  public void endHandedOn() {
    closeText(position, Tag.SEMICOLON);
    position = cursor;
  }

  /** Gives the length of the text that starts at {@link #cursor} then, as it is claimed. */
  private long scanTextHead(String what) {
    long length = NumberScanner.scanUnsigned(this, what);
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
  public void scanEscaped() {
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

  /** {@code d:0.5;} */
  public double scanDouble() {
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

  /** Fetches all bytes of a float. */
  private void fetchFloat() {
    int p = position + 2;
    while (at(p) != Tag.SEMICOLON && at(p) != END) {
      p++;
    }
  }
}
