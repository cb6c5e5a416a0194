package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.number.Decimal;
import org.phpipc.serialize.number.EightBytes;
import org.phpipc.serialize.number.FloatFormat;
import org.phpipc.serialize.number.SmallInt;
import org.phpipc.serialize.number.TextHead;

/** The texts that PHP's format is made of: numbers, heads of arrays, counted texts, keys. */
abstract sealed class TokenSink extends ByteSink permits PhpWriter {

  /** A tag, a colon, a number and what may follow it. */
  private static final int MOST_FOR_NUMBER = Decimal.ROOM + 12;

  /** Up to this length it pays to take a text char by char, without a copy in UTF-8. */
  private static final int SHORT_TEXT = 32;

  /** What the JDK puts in UTF-8 for a lone surrogate. */
  private static final byte REPLACEMENT = '?';

  /** From this length on it pays to copy a text in pieces, without an array of its size. */
  static final int HUGE_TEXT = 1 << 14;

  /** So many chars stay in the processor's nearest cache. */
  private static final int PIECE = 1 << 12;

  /** The chars of a short text, which the JDK gives faster all at once. */
  private final char[] chars = new char[SHORT_TEXT];

  /** The last key that was known. */
  private KnownName known = KnownName.WRITER_START;

  TokenSink(byte[] bytes, @Nullable OutputStream target) {
    super(bytes, target);
  }

  @Override
  final void forget() {
    super.forget();
    known = KnownName.WRITER_START;
  }

  /** {@code N;} */
  final void putBare(byte tag) {
    ensure(2);
    bytes[size++] = tag;
    bytes[size++] = Tag.SEMICOLON;
  }

  /** {@code b:1;} */
  final void putBoolean(boolean value) {
    ensure(4);
    byte[] to = bytes;
    int at = size;
    to[at] = Tag.BOOLEAN;
    to[at + 1] = Tag.COLON;
    to[at + 2] = (byte) (value ? '1' : '0');
    to[at + 3] = Tag.SEMICOLON;
    size = at + 4;
  }

  /** {@code i:5;} */
  final void putInt(long number) {
    ensure(MOST_FOR_NUMBER);
    if (number >= 0 && number < SmallInt.END) {
      size = SmallInt.put((int) number, bytes, size);
    } else {
      putNumber(Tag.INT, number);
    }
  }

  /** {@code r:5;} */
  final void putReference(byte tag, int number) {
    ensure(MOST_FOR_NUMBER);
    putNumber(tag, number);
  }

  private void putNumber(byte tag, long number) {
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
    if (text.length <= TextHead.LONGEST_TEXT) {
      ensure(TextHead.ROOM_FOR_ALL);
      int at = TextHead.put(tag, text.length, bytes, size);
      System.arraycopy(text, 0, bytes, at, text.length);
      putQuoteAnd(after, at + text.length);
    } else {
      putTextHead(tag, text.length);
      putRaw(text);
      putQuoteAnd(after);
    }
  }

  /** The same at an index up to which everything is put. */
  private void putQuoteAnd(byte after, int at) {
    bytes[at] = Tag.QUOTE;
    bytes[at + 1] = after;
    size = at + 2;
  }

  private void putQuoteAnd(byte after) {
    ensure(2);
    putQuoteAnd(after, size);
  }

  /** {@code s:1:"a";} of a text that comes from a stream. */
  final void putQuoted(byte tag, InputStream text, long length) throws IOException {
    putTextHead(tag, length);
    for (long rest = length; rest > 0; ) {
      ensure(1);
      int count = text.read(bytes, size, (int) Math.min(rest, bytes.length - size));
      if (count < 0) {
        throw new EOFException("a text ended " + rest + " bytes early");
      }
      size += count;
      rest -= count;
    }
    putQuoteAnd(Tag.SEMICOLON);
  }

  private void putTextHead(byte tag, long length) {
    ensure(MOST_FOR_NUMBER);
    bytes[size++] = tag;
    bytes[size++] = Tag.COLON;
    size = Decimal.put(length, bytes, size);
    bytes[size++] = Tag.COLON;
    bytes[size++] = Tag.QUOTE;
  }

  /**
   * The same for a text in UTF-8.
   *
   * @throws IllegalArgumentException if the text has a lone surrogate
   */
  final void putQuoted(byte tag, String text, byte after) {
    int length = text.length();
    boolean put =
        length <= SHORT_TEXT
            ? putShortAscii(tag, text, after)
            : length >= HUGE_TEXT && putHugeAscii(tag, text, after);
    if (!put) {
      putQuoted(tag, utf8(text), after);
    }
  }

  /** How many bytes {@code s:1:"a";} has for a text of so many. */
  static long quotedLength(int length) {
    return length + 6L + Integer.toString(length).length();
  }

  /** Gives false, with nothing put, if the text is not ASCII. */
  private boolean putShortAscii(byte tag, String text, byte after) {
    int length = text.length();
    ensure(TextHead.ROOM_FOR_ALL);
    byte[] to = bytes;
    int at = TextHead.put(tag, length, to, size);
    char[] from = chars;
    text.getChars(0, length, from, 0);
    int all = 0;
    for (int i = 0; i < length; i++) {
      char c = from[i];
      all |= c;
      to[at + i] = (byte) c;
    }
    if (all >= 0x80) {
      return false;
    }
    putQuoteAnd(after, at + length);
    return true;
  }

  /**
   * {@code s:1:"a";} of a key.
   *
   * @throws IllegalArgumentException if it has a lone surrogate
   */
  final void putKey(String key) {
    if (putExpectedKey(key)) {
      return;
    }
    KnownName name = KnownName.of(key);
    if (name == null) {
      putQuoted(Tag.STRING, key, Tag.SEMICOLON);
    } else {
      known.isFollowedBy(name);
      putKnown(name);
    }
  }

  /** Puts a key if it is the one that came after the last key before; gives whether it is. */
  final boolean putExpectedKey(String key) {
    KnownName name = known.nextWith(key);
    if (name == null) {
      return false;
    }
    putKnown(name);
    return true;
  }

  private void putKnown(KnownName name) {
    ensure(KnownName.ROOM);
    size = name.put(bytes, size);
    known = name;
  }

  /**
   * The JDK encodes chars of an array as Latin-1 many at once, and stops where that ends. Gives
   * false, with nothing put, if the text is not ASCII.
   */
  private boolean putHugeAscii(byte tag, String text, byte after) {
    int length = text.length();
    if (bytes.length - size < quotedLength(length)) {
      makeRoom(quotedLength(length));
    }
    int start = size;
    putTextHead(tag, length);
    CharsetEncoder encoder = ISO_8859_1.newEncoder();
    char[] piece = new char[PIECE];
    ByteBuffer to = ByteBuffer.wrap(bytes, size, length);
    for (int done = 0; done < length; ) {
      int count = Math.min(PIECE, length - done);
      text.getChars(done, done + count, piece, 0);
      encoder.encode(CharBuffer.wrap(piece, 0, count), to, false);
      if (to.position() != size + done + count || !EightBytes.isAscii(bytes, size + done, count)) {
        size = start;
        return false;
      }
      done += count;
    }
    size += length;
    putQuoteAnd(after);
    return true;
  }

  private static byte[] utf8(String text) {
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
