package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.phpipc.serialize.number.EightBytes;
import org.phpipc.serialize.token.Tag;
import org.phpipc.serialize.token.TokenSink;

/** A PHP string: bytes of any meaning. It is immutable and compared by its bytes. */
public final class PhpString implements PhpValue, Comparable<PhpString> {
  /** The length up to which it is faster to look for other bytes than ASCII without the JDK. */
  private static final int SHORT = 64;

  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] bytes;
  private int hash;

  private PhpString(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The string of a copy of these bytes. */
  public static PhpString of(byte[] bytes) {
    return new PhpString(bytes.clone());
  }

  /** The string of a copy of {@code length} bytes from {@code offset} on. */
  public static PhpString of(byte[] bytes, int offset, int length) {
    return new PhpString(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** The UTF-8 bytes of the text; a lone surrogate becomes {@code ?}. */
  public static PhpString of(String text) {
    return new PhpString(text.getBytes(UTF_8));
  }

  /** Takes the array over: nobody else may keep it. */
  static PhpString wrap(byte[] bytes) {
    return new PhpString(bytes);
  }

  /**
   * The plain Java form of a PHP string: a {@link String} if the bytes are valid UTF-8, otherwise a
   * {@code PhpString}.
   */
  public static Object textOrBytes(byte[] bytes) {
    return textOrBytes(bytes, 0, bytes.length);
  }

  /**
   * {@link #textOrBytes(byte[])} for a part of an array.
   *
   * <p>The decoder puts U+FFFD for what is malformed, so a text without it was valid, and one that
   * holds it is valid if it encodes to the same bytes.
   */
  static Object textOrBytes(byte[] bytes, int offset, int length) {
    if (length <= SHORT && EightBytes.isAscii(bytes, offset, length)) {
      return ascii(bytes, offset, length);
    }
    String text = new String(bytes, offset, length, UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    byte[] again = text.getBytes(UTF_8);
    return Arrays.equals(again, 0, again.length, bytes, offset, offset + length)
        ? text
        : of(bytes, offset, length);
  }

  @SuppressWarnings("deprecation") // nothing else takes our word for it that it is ASCII
  private static String ascii(byte[] bytes, int offset, int length) {
    return new String(bytes, 0, offset, length);
  }

  /** The length in bytes. */
  public int length() {
    return bytes.length;
  }

  /** The byte at an index; {@link IndexOutOfBoundsException} outside. */
  public byte byteAt(int index) {
    return bytes[index];
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** True if the bytes are valid UTF-8, so that {@link #toString()} loses nothing. */
  public boolean isUtf8() {
    return textOrBytes(bytes) instanceof String;
  }

  /** The bytes themselves, not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** This string as a {@link String} if it is valid UTF-8, otherwise itself. */
  Object textOrBytes() {
    return textOrBytes(bytes) instanceof String text ? text : this;
  }

  /** {@code O:1:"A":} of a name that is a String, or a PhpString if it is not UTF-8. */
  static void putName(TokenSink out, byte tag, Object name) {
    if (name instanceof PhpString string) {
      out.putQuoted(tag, string.bytes, Tag.COLON);
    } else {
      out.putQuoted(tag, (String) name, Tag.COLON);
    }
  }

  /** By unsigned bytes, as PHP's {@code strcmp}. */
  @Override
  public int compareTo(PhpString other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PhpString that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = Arrays.hashCode(bytes);
    }
    return hash;
  }

  /** The bytes as UTF-8; malformed ones become U+FFFD. */
  @Override
  public String toString() {
    return new String(bytes, UTF_8);
  }
}
