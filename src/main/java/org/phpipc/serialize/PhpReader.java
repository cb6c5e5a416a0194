package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.token.Tag;

/**
 * Reads PHP's format token by token.
 *
 * <p>A value is taken with the method for its kind, which {@link #peek} tells. Arrays and objects
 * are entered and left; inside, each value follows its key:
 *
 * <pre>{@code
 * PhpReader in = new PhpReader(bytes);
 * in.beginArray();
 * while (in.hasNext()) {
 *   in.nextKey();
 *   System.out.println(in.key() + " is " + in.nextLong());
 * }
 * in.endArray();
 * }</pre>
 *
 * <p>Values may stand back to back: after one, {@link #position} is where the next one starts.
 *
 * <p>Every value has a {@linkplain #slot() number}, from 1 in the order of the bytes, and {@code r}
 * and {@code R} name earlier values by it. Numbers start anew with each outermost value.
 *
 * <p>Broken bytes throw {@link SerializeFormatException}, after which the reader is of no more use.
 * Asking for another kind than {@link #peek} tells throws {@link IllegalStateException}.
 */
public final class PhpReader extends ContainerScanner {

  private static final OutputStream NOWHERE = OutputStream.nullOutputStream();

  private @Nullable Consumer<Diagnostic> diagnostics;

  /** A reader of all these bytes with PHP's limits. */
  public PhpReader(byte[] bytes) {
    this(bytes, 0, bytes.length, ReadLimits.standard());
  }

  /** A reader of {@code length} bytes from {@code offset} on. */
  public PhpReader(byte[] bytes, int offset, int length, ReadLimits limits) {
    super(bytes, offset, length, limits);
  }

  /** A reader of a payload. */
  PhpReader(PhpString payload, ContainerScanner around, int number, ReadBudget budget) {
    super(payload, around, number, budget);
  }

  /** A reader of a stream with PHP's limits. */
  public PhpReader(InputStream source) {
    this(source, ReadLimits.standard());
  }

  /**
   * A reader of a stream, in constant memory where values are taken one by one and long strings
   * with {@link #nextBytes(OutputStream)}. Whatever a string claims, its memory is taken when its
   * bytes are there.
   *
   * <p>The reader waits for no byte after the value that is asked for, but may have taken more from
   * the stream than it has read. What only the end of the input tells, as a count that is too
   * large, it tells when it gets there. An error of the stream comes as {@link
   * UncheckedIOException}.
   */
  public PhpReader(InputStream source, ReadLimits limits) {
    super(source, limits);
  }

  /** Sends what PHP would say while it reads on to {@code diagnostics}. */
  public PhpReader onDiagnostic(Consumer<Diagnostic> diagnostics) {
    sendDiagnosticsTo(diagnostics);
    return this;
  }

  /** The same; null for nobody. */
  void sendDiagnosticsTo(@Nullable Consumer<Diagnostic> diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Leaves out bytes that stand between values. */
  void skip(int count) {
    position += count;
  }

  /** How many bytes are read. */
  public long position() {
    return offset(position);
  }

  /** The kind of the value that comes next. */
  public PhpToken peek() {
    requireValue();
    PhpToken token = PhpToken.of(at(position));
    if (token == null) {
      throw noValue();
    }
    return token;
  }

  /** The tag that comes next, which may be none. */
  int peekTag() {
    return at(position);
  }

  private void requireValue() {
    if (nesting.keyIsNext()) {
      throw new IllegalStateException("a key comes next, or the end of the array or object");
    }
  }

  /** The exception where no value starts. */
  SerializeFormatException noValue() {
    if (at(position) == Tag.CLOSE) {
      say(Diagnostic.unexpectedEnd());
    }
    return failure(position, "expected a value");
  }

  /** Starts a value of this kind. */
  private void begin(byte tag) {
    if (nesting.keyIsNext() || at(position) != tag) {
      throw mismatch(PhpToken.of(tag));
    }
    count();
  }

  private RuntimeException mismatch(@Nullable PhpToken asked) {
    PhpToken found = peek();
    return new IllegalStateException("asked for " + asked + " where " + found + " is at " + path());
  }

  /** Reads a null. */
  public void nextNull() {
    begin(Tag.NULL);
    scanNull();
    nesting.valueCame();
  }

  /** Reads a bool. */
  public boolean nextBoolean() {
    begin(Tag.BOOLEAN);
    boolean value = scanBoolean();
    nesting.valueCame();
    return value;
  }

  /** Reads an int; PHP clamps one out of range, with a warning. */
  public long nextLong() {
    begin(Tag.INT);
    long value = scanInt();
    nesting.valueCame();
    return value;
  }

  /** Reads a float, correctly rounded. */
  public double nextDouble() {
    begin(Tag.FLOAT);
    double value = scanDouble();
    nesting.valueCame();
    return value;
  }

  /** Reads a string as UTF-8; malformed bytes become U+FFFD. */
  public String nextString() {
    scanStringValue();
    return new String(text, textStart, textLength, UTF_8);
  }

  /** Reads a string as its bytes. */
  public byte[] nextBytes() {
    scanStringValue();
    return Arrays.copyOfRange(text, textStart, textStart + textLength);
  }

  /**
   * Reads a string piece by piece and hands its bytes on; from a stream, however long it is, in
   * constant memory. Of the limits only {@link ReadLimits#stringBytes} counts, not the memory.
   *
   * @return how many bytes there were
   * @throws UncheckedIOException if {@code to} does not take them
   */
  public long nextBytes(OutputStream to) {
    if (!nesting.keyIsNext() && at(position) == Tag.ESCAPED) {
      return transferEscaped(to);
    }
    begin(Tag.STRING);
    long length = transferString(to);
    nesting.valueCame();
    return length;
  }

  private long transferEscaped(OutputStream to) {
    scanStringValue();
    try {
      to.write(text, textStart, textLength);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return textLength;
  }

  /** Reads a string as a {@link String} if it is valid UTF-8, otherwise as a {@link PhpString}. */
  Object nextTextOrBytes() {
    scanStringValue();
    return PhpString.textOrBytes(text, textStart, textLength);
  }

  private void scanStringValue() {
    if (!nesting.keyIsNext() && at(position) == Tag.ESCAPED) {
      count();
      scanEscaped();
    } else {
      begin(Tag.STRING);
      scanString();
    }
    nesting.valueCame();
  }

  /**
   * Enters an array.
   *
   * @return the number of its pairs
   */
  public int beginArray() {
    begin(Tag.ARRAY);
    int count = scanArrayCount();
    open(Tag.ARRAY, count);
    return count;
  }

  private int scanArrayCount() {
    long count = scanCount();
    if (!mayHavePairs(position, count)) {
      throw failure(position, "impossible count");
    }
    return (int) count;
  }

  /**
   * Enters an object; {@link #className} tells its class.
   *
   * @return the number of its properties
   */
  public int beginObject() {
    begin(Tag.OBJECT);
    int count = scanObjectHead();
    open(Tag.OBJECT, count);
    return count;
  }

  /** Leaves an array whose pairs are all read. */
  public void endArray() {
    end(Tag.ARRAY);
  }

  /** Leaves an object whose properties are all read. */
  public void endObject() {
    end(Tag.OBJECT);
  }

  private void end(byte kind) {
    if (nesting.kind() != kind) {
      throw new IllegalStateException("not in " + PhpToken.of(kind) + " at " + path());
    }
    endContainer();
  }

  /** Reads an enum case. */
  public PhpEnum nextEnum() {
    begin(Tag.ENUM);
    PhpEnum value = scanEnum();
    nesting.valueCame();
    return value;
  }

  /** Reads an object that wrote its own bytes. */
  public PhpCustom nextCustom() {
    begin(Tag.CUSTOM);
    PhpCustom value = scanCustom();
    countPayload(value);
    nesting.valueCame();
    return value;
  }

  /**
   * Reads {@code r}: an object again.
   *
   * @return the number of an earlier value, which must be an object
   */
  public int nextObjectReference() {
    begin(Tag.OBJECT_REFERENCE);
    return scanReference(slot() - 1);
  }

  /**
   * Reads {@code R}: this place is bound to an earlier one. It has no number of its own.
   *
   * @return the number of an earlier value
   */
  public int nextReference() {
    if (nesting.keyIsNext() || at(position) != Tag.REFERENCE) {
      throw mismatch(PhpToken.REFERENCE);
    }
    return scanReference(startsNumbers() ? 0 : slot());
  }

  private int scanReference(int last) {
    long target = scanSlot();
    if (!knows(target)) {
      throw failure(
          position,
          String.format(
              Locale.ROOT,
              "a reference to the number %d, which stands after an object with bytes of its own that may"
                  + " hold values with numbers too",
              target));
    }
    if (target < 1 || target > last) {
      throw badReference();
    }
    nesting.valueCame();
    return (int) target;
  }

  /** The exception for the reference that was just read. */
  SerializeFormatException badReference() {
    nesting.valueFailed();
    return failure(position, "a reference to what cannot be referred to");
  }

  /** Reads a value of any kind and forgets it. */
  public void skipValue() {
    int outside = nesting.depth();
    requireValue();
    do {
      if (!nesting.keyIsNext()) {
        skipOrEnter();
      } else if (nesting.left() > 0) {
        nextKey();
      } else {
        endContainer();
      }
    } while (nesting.depth() > outside);
  }

  private void skipOrEnter() {
    switch (peek()) {
      case NULL -> nextNull();
      case BOOLEAN -> nextBoolean();
      case INT -> nextLong();
      case FLOAT -> nextDouble();
      case STRING -> nextBytes(NOWHERE);
      case ARRAY -> beginArray();
      case OBJECT -> beginObject();
      case CUSTOM -> nextCustom();
      case ENUM -> nextEnum();
      case OBJECT_REFERENCE -> nextObjectReference();
      case REFERENCE -> nextReference();
    }
  }

  /** Fails if there are more bytes, or an array or object is open. */
  public void requireEnd() {
    if (nesting.depth() > 0 || at(position) != END) {
      throw failure(position, "expected the end");
    }
  }

  @Override
  void say(Diagnostic diagnostic) {
    if (diagnostics != null) {
      diagnostics.accept(diagnostic);
    }
  }
}
