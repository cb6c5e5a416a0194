package org.phpipc.serialize;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.token.Tag;
import org.phpipc.serialize.token.TokenSink;

/**
 * Writes PHP's format token by token, as {@link PhpReader} reads it.
 *
 * <p>The format has the number of pairs before the pairs; the writer checks that as many follow.
 * Each pair is a key and a value:
 *
 * <pre>{@code
 * PhpWriter out = new PhpWriter();
 * out.beginArray(1);
 * out.writeKey("id");
 * out.writeLong(5);
 * out.endArray();
 * byte[] bytes = out.toByteArray();
 * }</pre>
 *
 * <p>Every value has a {@linkplain #slot() number}, by which {@link #writeObjectReference} and
 * {@link #writeReference} name it again. Each outermost value starts again with 1.
 *
 * <p>A call that the format does not allow at this point throws {@link IllegalStateException}.
 */
public final class PhpWriter {
  private static final int FIRST_SIZE = 256;
  private static final int STREAM_BUFFER = 1 << 13;

  private final TokenSink out;
  private final Nesting nesting = new Nesting();
  private final ValueNumbers numbers = new ValueNumbers();

  /** A writer of floats in their shortest form. */
  public PhpWriter() {
    this(PhpSerializer.SHORTEST);
  }

  /**
   * A writer of floats with a number of digits, PHP's {@code serialize_precision}.
   *
   * @throws IllegalArgumentException if neither {@link PhpSerializer#SHORTEST} nor positive
   */
  public PhpWriter(int precision) {
    this.out = new TokenSink(precision, new byte[FIRST_SIZE], null);
  }

  /**
   * A writer to a stream, in constant memory except for the longest text. Bytes reach the stream
   * when the buffer is full, the rest by {@link #flush}. An error of the stream is thrown as {@link
   * UncheckedIOException}.
   */
  public PhpWriter(OutputStream target) {
    this(PhpSerializer.SHORTEST, target);
  }

  /**
   * A writer to a stream, and of floats with a number of digits.
   *
   * @throws IllegalArgumentException if neither {@link PhpSerializer#SHORTEST} nor positive
   */
  public PhpWriter(int precision, OutputStream target) {
    this.out = new TokenSink(precision, new byte[STREAM_BUFFER], target);
  }

  /**
   * The number of the value that was written, or begun, last; 0 before the first. After an object
   * with bytes of its own it is that of the last value in them, as far as they can be counted
   * ({@link PhpCustom}).
   */
  public int slot() {
    return numbers.last;
  }

  /** How many arrays and objects are open. */
  public int depth() {
    return nesting.depth();
  }

  /** Writes everything to the stream and flushes the stream; without a stream it does nothing. */
  public void flush() {
    out.flush();
  }

  /**
   * A copy of what was written.
   *
   * @throws IllegalStateException if it went to a stream
   */
  public byte[] toByteArray() {
    return out.copy();
  }

  private void begin() {
    beginNumbers();
    numbers.last++;
  }

  private void beginNumbers() {
    requireValue();
    if (nesting.depth() == 0) {
      numbers.clear();
    }
  }

  private void requireValue() {
    if (nesting.keyIsNext()) {
      throw new IllegalStateException("a key comes next, or the end of the array or object");
    }
  }

  /** Writes a whole value as a {@link PhpSerializer} with these classes does. */
  void writeValue(@Nullable Object value, ClassRegistry classes) {
    beginNumbers();
    new ValueWriter(out, numbers, classes).write(value);
    nesting.valueCame();
  }

  /** Writes a null. */
  public void writeNull() {
    begin();
    out.putNull();
    nesting.valueCame();
  }

  /** Writes a bool. */
  public void writeBoolean(boolean value) {
    begin();
    out.putBoolean(value);
    nesting.valueCame();
  }

  /** Writes an int. */
  public void writeLong(long value) {
    begin();
    out.putInt(value);
    nesting.valueCame();
  }

  /** Writes a float. */
  public void writeDouble(double value) {
    begin();
    out.putFloat(value);
    nesting.valueCame();
  }

  /**
   * Writes a text as UTF-8.
   *
   * @throws IllegalArgumentException if it has a lone surrogate
   */
  public void writeString(String value) {
    begin();
    out.putQuoted(Tag.STRING, value, Tag.SEMICOLON);
    nesting.valueCame();
  }

  /** Writes a string of these bytes. */
  public void writeBytes(byte[] value) {
    begin();
    out.putQuoted(Tag.STRING, value, Tag.SEMICOLON);
    nesting.valueCame();
  }

  /**
   * Writes a string of {@code length} bytes that are taken from a stream, piece by piece.
   *
   * @throws UncheckedIOException if the stream fails, or ends before {@code length} bytes; the
   *     writer cannot be used after that
   */
  public void writeBytes(InputStream value, long length) {
    if (length < 0) {
      throw new IllegalArgumentException("a negative length: " + length);
    }
    begin();
    try {
      out.putQuoted(Tag.STRING, value, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    nesting.valueCame();
  }

  /** Writes a string. */
  public void writeString(PhpString value) {
    writeBytes(value.bytes());
  }

  /** Enters an array of {@code count} pairs. */
  public void beginArray(int count) {
    requireCount(count);
    begin();
    out.putArrayHead(count);
    nesting.open(Tag.ARRAY, count);
  }

  /** Enters an object of {@code count} properties. */
  public void beginObject(String className, int count) {
    requireCount(count);
    begin();
    PhpObject.putHead(out, className, count);
    nesting.open(Tag.OBJECT, count);
  }

  private static void requireCount(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("a negative count: " + count);
    }
  }

  /** Leaves an array whose pairs are all written. */
  public void endArray() {
    end(Tag.ARRAY);
  }

  /** Leaves an object whose properties are all written. */
  public void endObject() {
    end(Tag.OBJECT);
  }

  private void end(byte kind) {
    if (nesting.kind() != kind) {
      throw new IllegalStateException("not in " + PhpToken.of(kind));
    }
    if (!nesting.canClose()) {
      throw new IllegalStateException(nesting.left() + " pairs were promised and not written");
    }
    out.putClose();
    nesting.close();
  }

  private void beginKey() {
    if (!nesting.hasKey()) {
      throw new IllegalStateException("no key comes next");
    }
    nesting.keyCame();
  }

  /** Writes an int key. */
  public void writeKey(long key) {
    beginKey();
    out.putInt(key);
  }

  /**
   * Writes a key or the stored name of a property as it is: PHP never writes a decimal string as a
   * key of an array.
   *
   * @throws IllegalArgumentException if it has a lone surrogate
   */
  public void writeKey(String key) {
    beginKey();
    out.putKey(key);
  }

  /** Writes a key or the stored name of a property that may not be UTF-8. */
  public void writeKey(PhpString key) {
    beginKey();
    out.putQuoted(Tag.STRING, key.bytes(), Tag.SEMICOLON);
  }

  /** Writes an enum case. */
  public void writeEnum(PhpEnum value) {
    begin();
    out.putQuoted(Tag.ENUM, value.name().bytes(), Tag.SEMICOLON);
    nesting.valueCame();
  }

  /** Writes an object with its own bytes. */
  public void writeCustom(PhpCustom value) {
    begin();
    value.put(out, value.payload().bytes());
    numbers.addPayload(value.scanned());
    nesting.valueCame();
  }

  /** Writes {@code r}: the object with this number again. */
  public void writeObjectReference(int target) {
    requireTarget(target);
    begin();
    out.putReference(Tag.OBJECT_REFERENCE, target);
    nesting.valueCame();
  }

  /** Writes {@code R}: this place is bound to that of this number. It has no number of its own. */
  public void writeReference(int target) {
    requireTarget(target);
    requireValue();
    out.putReference(Tag.REFERENCE, target);
    nesting.valueCame();
  }

  private void requireTarget(int target) {
    if (nesting.depth() == 0 || target < 1 || target > numbers.last) {
      throw new IllegalArgumentException("no value has the number " + target);
    }
    if (!numbers.knows(target)) {
      throw new IllegalArgumentException(numberUnknown());
    }
  }

  /** Why no value behind an object with a payload of an unknown kind can be named. */
  static String numberUnknown() {
    return "what stands after an object with bytes of its own, of which nobody but its class knows"
        + " how many values they hold, has no number by which it can be named again";
  }
}
