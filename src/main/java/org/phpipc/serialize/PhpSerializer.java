package org.phpipc.serialize;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * PHP's {@code serialize()} and {@code unserialize()} between bytes and plain Java values.
 *
 * <table>
 *   <caption>What is read as what, and what is written from what</caption>
 *   <tr><th>PHP</th><th>read as</th><th>written from</th></tr>
 *   <tr><td>null, bool</td><td>null, Boolean</td><td>the same, an empty Optional as null</td></tr>
 *   <tr><td>int</td><td>Long</td><td>Byte, Short, Integer, Long, BigInteger in range</td></tr>
 *   <tr><td>float</td><td>Double</td><td>Float, Double</td></tr>
 *   <tr><td>string</td><td>String if valid UTF-8, else PhpString</td>
 *       <td>CharSequence and Character as UTF-8, PhpString, byte[]</td></tr>
 *   <tr><td>array</td><td>PhpArray</td><td>Map with int and string keys, Collection, arrays</td></tr>
 *   <tr><td>object</td><td>PhpObject, PhpCustom</td><td>the same</td></tr>
 *   <tr><td>enum case</td><td>PhpEnum</td><td>the same</td></tr>
 *   <tr><td>reference</td><td>PhpReference at each place</td><td>the same</td></tr>
 * </table>
 *
 * <p>An object that was written twice is read as one instance, and the other way round. Immutable,
 * for use by any number of threads.
 */
public final class PhpSerializer {

  /** Of {@link Builder#precision}: the fewest digits that give back the same float. */
  public static final int SHORTEST = -1;

  private static final PhpSerializer STANDARD = builder().build();

  private final int precision;
  private final ReadLimits limits;
  private final boolean stringsAsBytes;
  private final boolean trailingDataRefused;

  private PhpSerializer(Builder builder) {
    precision = builder.precision;
    limits = builder.limits;
    stringsAsBytes = builder.stringsAsBytes;
    trailingDataRefused = builder.trailingDataRefused;
  }

  /** PHP's defaults. */
  public static PhpSerializer standard() {
    return STANDARD;
  }

  /** Settings that start as PHP's defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Settings that start as those of this serializer. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.precision = precision;
    builder.limits = limits;
    builder.stringsAsBytes = stringsAsBytes;
    builder.trailingDataRefused = trailingDataRefused;
    return builder;
  }

  /** What this serializer accepts when it reads. */
  public ReadLimits limits() {
    return limits;
  }

  /**
   * The bytes that PHP's {@code serialize()} gives for a value.
   *
   * @throws SerializeValueException if the value, or one inside it, has no form in PHP
   */
  public byte[] write(@Nullable Object value) {
    PhpWriter out = new PhpWriter(precision, SpareBuffer.take());
    write(value, out);
    byte[] bytes = out.toByteArray();
    SpareBuffer.giveBack(out.buffer());
    return bytes;
  }

  /**
   * Writes a value after what a writer has already.
   *
   * @throws SerializeValueException if the value, or one inside it, has no form in PHP
   */
  public void write(@Nullable Object value, PhpWriter out) {
    new ValueWriter(out).write(value);
  }

  /**
   * The value that PHP's {@code unserialize()} gives for these bytes.
   *
   * @throws SerializeFormatException if they are broken or exceed a limit
   */
  public @Nullable Object read(byte[] bytes) {
    return read(bytes, 0, bytes.length);
  }

  /**
   * The value of {@code length} bytes from {@code offset} on.
   *
   * @throws SerializeFormatException if they are broken or exceed a limit; its offset counts from
   *     {@code offset}
   */
  public @Nullable Object read(byte[] bytes, int offset, int length) {
    return read(reader(bytes, offset, length));
  }

  /**
   * The same, telling what PHP would say meanwhile.
   *
   * <p>When reading fails, PHP's {@code unserialize()} adds the notice {@code Error at offset X of
   * Y bytes}, with the offset of the exception; for an empty input it says nothing.
   *
   * @throws SerializeFormatException if the bytes are broken or exceed a limit
   */
  public @Nullable Object read(
      byte[] bytes, int offset, int length, Consumer<Diagnostic> diagnostics) {
    return read(reader(bytes, offset, length).onDiagnostic(diagnostics));
  }

  /** A reader with the limits of this serializer. */
  public PhpReader reader(byte[] bytes, int offset, int length) {
    return new PhpReader(bytes, offset, length, limits);
  }

  /** A reader of a stream with the limits of this serializer. */
  public PhpReader reader(InputStream source) {
    return new PhpReader(source, limits);
  }

  /** A writer to a stream with the precision of this serializer. */
  public PhpWriter writer(OutputStream target) {
    return new PhpWriter(precision, target);
  }

  /**
   * The next value of a reader, which may stand inside another value.
   *
   * @throws SerializeFormatException if the bytes are broken or exceed a limit
   */
  public @Nullable Object next(PhpReader in) {
    return new ValueReader(in, stringsAsBytes).read();
  }

  private @Nullable Object read(PhpReader in) {
    Object value = next(in);
    if (trailingDataRefused) {
      in.requireEnd();
    }
    return value;
  }

  /** Settings; each starts as PHP's default. */
  public static final class Builder {
    private int precision = SHORTEST;
    private ReadLimits limits = ReadLimits.standard();
    private boolean stringsAsBytes;
    private boolean trailingDataRefused;

    private Builder() {}

    /**
     * PHP's {@code serialize_precision}: {@link #SHORTEST}, or the number of digits of a float.
     *
     * @throws IllegalArgumentException if neither -1 nor positive
     */
    public Builder precision(int digits) {
      this.precision = FloatFormat.checkedPrecision(digits);
      return this;
    }

    /** What to accept when reading. */
    public Builder limits(ReadLimits limits) {
      this.limits = limits;
      return this;
    }

    /** Reads every string value as {@link PhpString}; keys and names stay as they are. */
    public Builder stringsAsBytes(boolean asBytes) {
      this.stringsAsBytes = asBytes;
      return this;
    }

    /** Refuses bytes after the value, which PHP 8.2 ignores and PHP 8.3 warns of. */
    public Builder trailingDataRefused(boolean refused) {
      this.trailingDataRefused = refused;
      return this;
    }

    /** The serializer with these settings. */
    public PhpSerializer build() {
      return new PhpSerializer(this);
    }
  }
}
