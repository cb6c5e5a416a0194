package org.phpipc.serialize;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.number.FloatFormat;

/**
 * Writes PHP's format token by token, as {@link PhpReader} reads it.
 *
 * <p>The format wants the number of pairs before they come; the writer holds its user to it. Each
 * pair is a key and a value:
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
 * {@link #writeReference} name it again. Numbers start anew with each outermost value.
 *
 * <p>A call that does not fit throws {@link IllegalStateException}.
 */
public final class PhpWriter extends TokenSink {

  private static final int FIRST_SIZE = 256;
  private static final int STREAM_BUFFER = 1 << 13;

  private final int precision;

  /** Made for the first float. */
  private @Nullable FloatFormat floats;

  private final Nesting nesting = new Nesting();
  private int slot;

  /** After this number it is not known which value will have which. */
  private int lastKnown = Integer.MAX_VALUE;

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
    this(precision, new byte[FIRST_SIZE]);
  }

  /** The same, starting with an array. */
  PhpWriter(int precision, byte[] buffer) {
    this(precision, buffer, null);
  }

  /**
   * A writer to a stream, in constant memory except for the longest text; {@link #flush} hands on
   * what it holds. An error of the stream comes as {@link UncheckedIOException}.
   */
  public PhpWriter(OutputStream target) {
    this(PhpSerializer.SHORTEST, target);
  }

  /**
   * The same with a number of digits of floats.
   *
   * @throws IllegalArgumentException if neither {@link PhpSerializer#SHORTEST} nor positive
   */
  public PhpWriter(int precision, OutputStream target) {
    this(precision, new byte[STREAM_BUFFER], target);
  }

  private PhpWriter(int precision, byte[] buffer, @Nullable OutputStream target) {
    super(buffer, target);
    this.precision = FloatFormat.checkedPrecision(precision);
  }

  /**
   * The number of the value that was written, or begun, last; 0 before the first. After an object
   * with bytes of its own it is that of the last value in them, as far as they can be counted
   * ({@link PhpCustom}).
   */
  public int slot() {
    return slot;
  }

  /** How many arrays and objects are open. */
  public int depth() {
    return nesting.depth();
  }

  /** Hands everything on to the stream, and flushes that; without a stream it does nothing. */
  public void flush() {
    flushTarget();
  }

  /**
   * A copy of what was written.
   *
   * @throws IllegalStateException if it went to a stream
   */
  public byte[] toByteArray() {
    return copy();
  }

  /** Forgets what was written, as if newly made. */
  void startAnew() {
    startNumbers();
    forget();
  }

  private void begin() {
    requireValue();
    if (nesting.depth() == 0) {
      startNumbers();
    }
    slot++;
  }

  private void startNumbers() {
    slot = 0;
    lastKnown = Integer.MAX_VALUE;
  }

  private void requireValue() {
    if (nesting.keyIsNext()) {
      throw new IllegalStateException("a key comes next, or the end of the array or object");
    }
  }

  /**
   * Prepares for a value that is put as a whole, past the checks of each token, and gives the
   * number of the value before it.
   */
  int beginWhole() {
    requireValue();
    if (nesting.depth() == 0) {
      startNumbers();
    }
    return slot;
  }

  /** After which number it is not known which value will have which. */
  int lastKnown() {
    return lastKnown;
  }

  /** Notes that after this number it is not known which value will have which. */
  void knowNoneAfter(int number) {
    lastKnown = Math.min(lastKnown, number);
  }

  /** Notes that the whole value was put, and the number of the last value in it. */
  void endWhole(int lastSlot) {
    slot = lastSlot;
    nesting.valueCame();
  }

  public void writeNull() {
    begin();
    putBare(Tag.NULL);
    nesting.valueCame();
  }

  public void writeBoolean(boolean value) {
    begin();
    putBoolean(value);
    nesting.valueCame();
  }

  public void writeLong(long value) {
    begin();
    putInt(value);
    nesting.valueCame();
  }

  public void writeDouble(double value) {
    begin();
    putFloat(value);
    nesting.valueCame();
  }

  /** {@code d:0.5;} */
  void putFloat(double value) {
    if (floats == null) {
      floats = new FloatFormat(precision);
    }
    putFloat(value, floats);
  }

  /**
   * Writes a text as UTF-8.
   *
   * @throws IllegalArgumentException if it has a lone surrogate
   */
  public void writeString(String value) {
    begin();
    putQuoted(Tag.STRING, value, Tag.SEMICOLON);
    nesting.valueCame();
  }

  /** Writes a string of these bytes. */
  public void writeBytes(byte[] value) {
    begin();
    putQuoted(Tag.STRING, value, Tag.SEMICOLON);
    nesting.valueCame();
  }

  /**
   * Writes a string of {@code length} bytes that are taken from a stream, piece by piece.
   *
   * @throws UncheckedIOException if the stream fails, or ends before; the writer is of no more use
   */
  public void writeBytes(InputStream value, long length) {
    if (length < 0) {
      throw new IllegalArgumentException("a negative length: " + length);
    }
    begin();
    try {
      putQuoted(Tag.STRING, value, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    nesting.valueCame();
  }

  /** Writes a string. */
  public void writeString(PhpString value) {
    writeBytes(value.bytes());
  }

  /** Enters an array of so many pairs. */
  public void beginArray(int count) {
    requireCount(count);
    begin();
    putArrayHead(count);
    nesting.open(Tag.ARRAY, count);
  }

  /** Enters an object of so many properties. */
  public void beginObject(String className, int count) {
    requireCount(count);
    begin();
    putObjectHead(className, count);
    nesting.open(Tag.OBJECT, count);
  }

  private static void requireCount(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("a negative count: " + count);
    }
  }

  /** {@code O:1:"A":0:} and a brace; the name is a String or a PhpString. */
  void putObjectHead(Object className, int count) {
    putName(Tag.OBJECT, className);
    putCountAndBrace(count);
  }

  private void putName(byte tag, Object name) {
    if (name instanceof PhpString bytes) {
      putQuoted(tag, bytes.bytes(), Tag.COLON);
    } else {
      putQuoted(tag, (String) name, Tag.COLON);
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
    put(Tag.CLOSE);
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
    putInt(key);
  }

  /**
   * Writes a key or the stored name of a property as it is: PHP never writes a decimal string as a
   * key of an array.
   *
   * @throws IllegalArgumentException if it has a lone surrogate
   */
  public void writeKey(String key) {
    beginKey();
    putKey(key);
  }

  /** The same for any bytes. */
  public void writeKey(PhpString key) {
    beginKey();
    putQuoted(Tag.STRING, key.bytes(), Tag.SEMICOLON);
  }

  /** Writes an enum case. */
  public void writeEnum(PhpEnum value) {
    begin();
    putQuoted(Tag.ENUM, value.name().bytes(), Tag.SEMICOLON);
    nesting.valueCame();
  }

  /** Writes an object with its own bytes. */
  public void writeCustom(PhpCustom value) {
    begin();
    slot = putCustom(value, slot);
    nesting.valueCame();
  }

  /**
   * {@code C:1:"A":0:{}} with the payload as it is.
   *
   * @param number that of the object
   * @return the number of the last value in the payload
   */
  int putCustom(PhpCustom value, int number) {
    putCustom(value, value.payload().bytes());
    if (!value.scanned().isCertain()) {
      knowNoneAfter(number);
    }
    return number + value.scanned().counted();
  }

  /** The same with other bytes for a payload. */
  void putCustom(PhpCustom value, byte[] payload) {
    putName(Tag.CUSTOM, value.storedClassName());
    putCountAndBrace(payload.length);
    putRaw(payload);
    put(Tag.CLOSE);
  }

  /** Writes {@code r}: the object with this number again. */
  public void writeObjectReference(int target) {
    requireTarget(target);
    begin();
    putReference(Tag.OBJECT_REFERENCE, target);
    nesting.valueCame();
  }

  /** Writes {@code R}: this place is bound to that of this number. It has no number of its own. */
  public void writeReference(int target) {
    requireTarget(target);
    requireValue();
    putReference(Tag.REFERENCE, target);
    nesting.valueCame();
  }

  private void requireTarget(int target) {
    if (nesting.depth() == 0 || target < 1 || target > slot) {
      throw new IllegalArgumentException("no value has the number " + target);
    }
    if (target > lastKnown) {
      throw new IllegalArgumentException(numberUnknown());
    }
  }

  /** Why no value behind an object with a payload of an unknown kind can be named. */
  static String numberUnknown() {
    return "what stands after an object with bytes of its own, of which nobody but its class knows"
        + " how many values they hold, has no number by which it can be named again";
  }

  /** A writer of the same floats, for a payload that stands in what this one writes. */
  PhpWriter forPayload() {
    PhpWriter inside = new PhpWriter(precision);
    inside.lastKnown = lastKnown;
    return inside;
  }
}
