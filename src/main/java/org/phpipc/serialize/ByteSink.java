package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** A growing array of bytes, and the texts that PHP's format is made of. */
abstract sealed class ByteSink permits PhpWriter {

  /** A tag, a colon, a number and what may follow it. */
  private static final int MOST_FOR_NUMBER = Decimal.LONGEST + 12;

  /** From this length on it pays to copy a text as a whole. */
  private static final int LONG_TEXT = 48;

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private byte[] bytes;
  private int size;

  ByteSink(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The array itself, in which the next one may write. */
  final byte[] buffer() {
    return bytes;
  }

  /** Makes sure that there is room after {@link #size}. */
  private void ensure(long room) {
    if (size + room > bytes.length) {
      grow(size + room);
    }
  }

  private void grow(long needed) {
    if (needed > LARGEST_ARRAY) {
      throw new OutOfMemoryError("more than " + LARGEST_ARRAY + " bytes");
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST_ARRAY, Math.max(needed, size * 2L)));
  }

  final int size() {
    return size;
  }

  final byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  final void put(byte b) {
    ensure(1);
    bytes[size++] = b;
  }

  /** {@code N;} */
  final void putBare(byte tag) {
    ensure(2);
    bytes[size++] = tag;
    bytes[size++] = Tag.SEMICOLON;
  }

  /** {@code i:5;} */
  final void putNumber(byte tag, long number) {
    ensure(MOST_FOR_NUMBER);
    byte[] to = bytes;
    int at = size;
    to[at] = tag;
    to[at + 1] = Tag.COLON;
    at = Decimal.put(number, to, at + 2);
    to[at] = Tag.SEMICOLON;
    size = at + 1;
  }

  /** {@code d:0.5;} */
  final void putFloat(double number, FloatFormat format) {
    ensure(format.room() + 3);
    bytes[size++] = Tag.FLOAT;
    bytes[size++] = Tag.COLON;
    size = format.write(number, bytes, size);
    bytes[size++] = Tag.SEMICOLON;
  }

  /** The head of an array to its brace, as in {@code a:5:}. */
  final void putArrayHead(int count) {
    ensure(MOST_FOR_NUMBER);
    bytes[size++] = Tag.ARRAY;
    bytes[size++] = Tag.COLON;
    putCountAndBrace(count);
  }

  /** {@code 5:} and a brace. */
  final void putCountAndBrace(int count) {
    ensure(MOST_FOR_NUMBER);
    size = Decimal.put(count, bytes, size);
    bytes[size++] = Tag.COLON;
    bytes[size++] = Tag.OPEN;
  }

  /** {@code s:1:"a";} or what else stands after the quote. */
  final void putQuoted(byte tag, byte[] text, byte after) {
    putTextHead(tag, text.length);
    putRaw(text);
    putQuoteAnd(after);
  }

  private void putQuoteAnd(byte after) {
    ensure(2);
    bytes[size] = Tag.QUOTE;
    bytes[size + 1] = after;
    size += 2;
  }

  final void putRaw(byte[] text) {
    ensure(text.length);
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
  }

  /** Makes room for the quote and the semicolon too. */
  private void putTextHead(byte tag, int length) {
    ensure(MOST_FOR_NUMBER + (long) length);
    bytes[size++] = tag;
    bytes[size++] = Tag.COLON;
    size = Decimal.put(length, bytes, size);
    bytes[size++] = Tag.COLON;
    bytes[size++] = Tag.QUOTE;
  }

  /**
   * The same for a text in UTF-8, which is taken for ASCII until it turns out that it is not.
   *
   * @throws IllegalArgumentException if the text has a lone surrogate
   */
  final void putQuoted(byte tag, String text, byte after) {
    int start = size;
    int length = text.length();
    putTextHead(tag, length);
    if (!(length < LONG_TEXT ? putShortAscii(text, length) : putLongAscii(text, length))) {
      size = start;
      putTextHead(tag, utf8Length(text));
      putUtf8(text);
    }
    putQuoteAnd(after);
  }

  /** Stops where the text is not ASCII. */
  private boolean putShortAscii(String text, int length) {
    byte[] to = bytes;
    int at = size;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return false;
      }
      to[at++] = (byte) c;
    }
    size = at;
    return true;
  }

  /** Copies the low half of each char, which was right if that reads as the same text. */
  @SuppressWarnings("deprecation") // nothing else copies without an array in between
  private boolean putLongAscii(String text, int length) {
    text.getBytes(0, length, bytes, size);
    if (!new String(bytes, size, length, US_ASCII).equals(text)) {
      return false;
    }
    size += length;
    return true;
  }

  private static int utf8Length(String text) {
    long length = 0;
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
        length += 4;
      } else {
        length += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return Math.toIntExact(length);
  }

  /** There is room, and surrogates come in pairs. */
  private void putUtf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[size++] = (byte) c;
      } else if (c < 0x800) {
        bytes[size++] = (byte) (0xC0 | (c >> 6));
        bytes[size++] = (byte) (0x80 | (c & 0x3F));
      } else if (Character.isSurrogate(c)) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        bytes[size++] = (byte) (0xF0 | (point >> 18));
        bytes[size++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        bytes[size++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        bytes[size++] = (byte) (0x80 | (point & 0x3F));
      } else {
        bytes[size++] = (byte) (0xE0 | (c >> 12));
        bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        bytes[size++] = (byte) (0x80 | (c & 0x3F));
      }
    }
  }
}
