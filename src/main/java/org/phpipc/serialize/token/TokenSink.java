package org.phpipc.serialize.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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

/**
 * Puts the tokens of PHP's format one after the other: numbers, heads of containers, counted texts,
 * keys. Whether they make a value is for the caller to see to.
 */
public final class TokenSink extends ByteSink {
  /** The length of a text from which on it is copied in pieces, without an array of its size. */
  public static final int HUGE_TEXT = 1 << 14;

  /** Room for a tag, a colon, a number and what may follow it. */
  private static final int MOST_FOR_NUMBER = Decimal.ROOM + 12;

  /** The length of a text up to which it is taken char by char, without a copy in UTF-8. */
  private static final int SHORT_TEXT = 32;

  /** The number of chars that stay in the processor's nearest cache. */
  private static final int PIECE = 1 << 12;

  private final int precision;

  /** Made for the first float. */
  private @Nullable FloatFormat floats;

  /** The chars of a short text, which the JDK gives faster all at once. */
  private final char[] chars = new char[SHORT_TEXT];

  /** The last key that was known. */
  private KnownName known = KnownName.WRITER_START;

  /**
   * A sink that starts with an array, and with a target empties it into that stream.
   *
   * @param precision the number of digits of floats, or {@link FloatFormat#SHORTEST}
   * @throws IllegalArgumentException if {@code precision} is neither
   */
  public TokenSink(int precision, byte[] buffer, @Nullable OutputStream target) {
    super(buffer, target);
    this.precision = FloatFormat.checkedPrecision(precision);
  }

  /** The number of digits of floats. */
  public int precision() {
    return precision;
  }

  /** Forgets everything that was put. */
  public void clear() {
    size = 0;
    known = KnownName.WRITER_START;
  }

  /** {@code N;} */
  public void putNull() {
    ensure(2);
    bytes[size++] = Tag.NULL;
    bytes[size++] = Tag.SEMICOLON;
  }

  /** {@code b:1;} */
  public void putBoolean(boolean value) {
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
  public void putInt(long number) {
    ensure(MOST_FOR_NUMBER);
    if (number >= 0 && number < SmallInt.END) {
      size = SmallInt.put((int) number, bytes, size);
    } else {
      putNumber(Tag.INT, number);
    }
  }

  /** {@code r:5;} */
  public void putReference(byte tag, int number) {
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
  public void putFloat(double number) {
    FloatFormat format = floats;
    if (format == null) {
      format = new FloatFormat(precision);
      floats = format;
    }
    ensure(format.room() + 3);
    bytes[size++] = Tag.FLOAT;
    bytes[size++] = Tag.COLON;
    size = format.write(number, bytes, size);
    bytes[size++] = Tag.SEMICOLON;
  }

  /** The head of an array to its brace, as in {@code a:5:}. */
  public void putArrayHead(int count) {
    ensure(MOST_FOR_NUMBER);
    bytes[size++] = Tag.ARRAY;
    bytes[size++] = Tag.COLON;
    putCountAndBrace(count);
  }

  /** {@code 5:} and a brace. */
  public void putCountAndBrace(int count) {
    ensure(MOST_FOR_NUMBER);
    size = Decimal.put(count, bytes, size);
    bytes[size++] = Tag.COLON;
    bytes[size++] = Tag.OPEN;
  }

  /** The brace that ends a container. */
  public void putClose() {
    put(Tag.CLOSE);
  }

  /** {@code s:1:"a";} or what else stands after the quote. */
  public void putQuoted(byte tag, byte[] text, byte after) {
    if (text.length <= TextHead.LONGEST_TEXT) {
      ensure(TextHead.ROOM_FOR_ALL);
      int at = TextHead.put(tag, text.length, bytes, size);
      System.arraycopy(text, 0, bytes, at, text.length);
      putQuoteAnd(after, at + text.length);
    } else {
      putTextHead(tag, text.length);
      put(text);
      putQuoteAnd(after);
    }
  }

  /** Puts the quote at an index up to which everything is put. */
  private void putQuoteAnd(byte after, int at) {
    bytes[at] = Tag.QUOTE;
    bytes[at + 1] = after;
    size = at + 2;
  }

  private void putQuoteAnd(byte after) {
    ensure(2);
    putQuoteAnd(after, size);
  }

  /**
   * {@code s:1:"a";} of a text that comes from a stream.
   *
   * @throws IOException if the stream fails, or ends before {@code length} bytes
   */
  public void putQuoted(byte tag, InputStream text, long length) throws IOException {
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
   * {@code s:1:"a";} of a text in UTF-8, or what else stands after the quote.
   *
   * @throws IllegalArgumentException if the text has a lone surrogate
   */
  public void putQuoted(byte tag, String text, byte after) {
    int length = text.length();
    boolean put =
        length <= SHORT_TEXT
            ? putShortAscii(tag, text, after)
            : length >= HUGE_TEXT && putHugeAscii(tag, text, after);
    if (!put) {
      putQuoted(tag, Utf8.encode(text), after);
    }
  }

  /** How many bytes {@code s:1:"a";} has for a text of {@code length} bytes. */
  public static long quotedLength(int length) {
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
   * The JDK encodes chars of an array as Latin-1 many at once, and stops at the first other one.
   * Gives false, with nothing put, if the text is not ASCII.
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
    ByteBuffer room = ByteBuffer.wrap(bytes, size, length);
    for (int done = 0; done < length; ) {
      int count = Math.min(PIECE, length - done);
      text.getChars(done, done + count, piece, 0);
      encoder.encode(CharBuffer.wrap(piece, 0, count), room, false);
      int at = size + done;
      if (room.position() != at + count || !EightBytes.isAscii(bytes, at, count)) {
        size = start;
        return false;
      }
      done += count;
    }
    size += length;
    putQuoteAnd(after);
    return true;
  }

  /**
   * {@code s:1:"a";} of a key.
   *
   * @throws IllegalArgumentException if it has a lone surrogate
   */
  public void putKey(String key) {
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
  public boolean putExpectedKey(String key) {
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
}
