package org.phpipc.serialize;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.number.FloatFormat;
import org.phpipc.serialize.token.TokenSink;

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
 *   <tr><td>object</td><td>its {@linkplain Builder#register registered} Java class, otherwise
 *       PhpObject, PhpCustom</td>
 *       <td>the same, ZonedDateTime, OffsetDateTime and Instant as DateTimeImmutable</td></tr>
 *   <tr><td>enum case</td><td>its registered Java enum, otherwise PhpEnum</td><td>the same</td></tr>
 *   <tr><td>reference</td><td>PhpReference at each place</td><td>the same</td></tr>
 * </table>
 *
 * <p>One object at two places in PHP is one instance at two places in Java, and the other way
 * round. A serializer is immutable and can be used by any number of threads.
 *
 * <p>A read that asks for a Java type gives that type or throws a {@link
 * SerializeMappingException}. These types can be asked for:
 *
 * <ul>
 *   <li>{@code boolean}, the kinds of ints if in range, {@code double} and {@code float} also of an
 *       int, {@code String} of UTF-8, {@code byte[]}, {@link PhpString};
 *   <li>{@code List}, {@code Set}, {@code Collection} and Java arrays of PHP lists, {@code Map} of
 *       any PHP array; all of them also of {@code \\ArrayObject}, {@code \\SplObjectStorage} (as a
 *       map by its objects), {@code \\SplFixedArray} and their like;
 *   <li>{@code ZonedDateTime}, {@code OffsetDateTime} and {@code Instant} of {@code \\DateTime} and
 *       {@code \\DateTimeImmutable}, to the microsecond;
 *   <li>registered classes, and what they extend or implement; {@code Optional}; PHP's null as null
 *       of whatever is not primitive.
 * </ul>
 *
 * <p>A value that was read is written back as it was in PHP, even if its Java type does not show
 * all of it:
 *
 * <ul>
 *   <li>A property of a registered class that was absent stays absent while the instance has for it
 *       what it had after reading: an empty {@code Optional}, null, or the default of its class if
 *       that is a simple value or empty. A copy of the instance, and one that Java made, write null
 *       for an empty Optional; {@link PhpProperty} distinguishes absent from null there too.
 *   <li>A collection, map or Java array that was read from a container of PHP is written as that
 *       container, with its flags, its own properties and what a {@code SplObjectStorage} stores
 *       with its objects, while it is the same collection. A copy is an array, unless {@link
 *       PhpClass} on the component says otherwise.
 *   <li>Dates keep their class in components, in an {@code Optional} and in collections; those that
 *       stand alone become {@code DateTimeImmutable}. A date that takes the place of another has
 *       the class of that, or of the first one of the collection.
 * </ul>
 *
 * <p>Dates are read in the ISO forms that PHP's own parser takes, with the zones that PHP and this
 * JDK know. A zone that PHP does not know is written as its offset if that is fixed; other dates
 * that PHP cannot read give a {@link SerializeValueException}.
 *
 * <p>Objects of a {@code SplObjectStorage} that are equal in Java are refused as keys of a map and
 * as elements of a set, because PHP distinguishes them by identity.
 *
 * <p>The elements of a {@code Set} and the keys of a {@code Map} are compared with {@code equals}.
 * If the bytes may come from an enemy, do not ask for sets of classes that can hold themselves.
 */
public final class PhpSerializer {
  /** The {@link Builder#precision} with the fewest digits that give back the same float. */
  public static final int SHORTEST = FloatFormat.SHORTEST;

  /** The size of the first array of a writer, in bytes. */
  private static final int FIRST_SIZE = 256;

  /** The size of the smallest array into which the bytes of a buffer are copied. */
  private static final int LEAST_COPY = 1 << 12;

  /** The size of the largest such array that is kept for the next buffer. */
  private static final int LARGEST_COPY = 1 << 16;

  private static final PhpSerializer STANDARD = builder().build();

  private final int precision;
  private final ReadLimits limits;
  private final boolean stringsAsBytes;
  private final boolean trailingDataRefused;
  private final boolean unknownPropertiesRefused;
  private final ClassRegistry classes;

  /** Readers kept for reuse. A reader that failed is dropped. */
  private final Pool<ValueReader> readers = new Pool<>();

  private final Pool<ValueWriter> writers = new Pool<>();
  private final Pool<byte[]> copies = new Pool<>();

  private PhpSerializer(Builder builder) {
    precision = builder.precision;
    limits = builder.limits;
    stringsAsBytes = builder.stringsAsBytes;
    trailingDataRefused = builder.trailingDataRefused;
    unknownPropertiesRefused = builder.unknownPropertiesRefused;
    classes = new ClassRegistry(builder.classes, unknownPropertiesRefused);
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
    builder.unknownPropertiesRefused = unknownPropertiesRefused;
    builder.classes.putAll(classes.registered());
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
    if (value instanceof String text && text.length() >= TokenSink.HUGE_TEXT) {
      return writeHuge(text);
    }
    ValueWriter values = writer();
    byte[] bytes = values.toBytes(value);
    keep(values);
    return bytes;
  }

  /**
   * Puts the bytes of a value into a buffer, from its position on. The value is written completely
   * before the buffer is touched.
   *
   * @throws BufferOverflowException if they do not fit; the buffer is as it was
   * @throws SerializeValueException if the value, or one inside it, has no form in PHP
   */
  public void write(@Nullable Object value, ByteBuffer buffer) {
    if (writeIfFits(value, buffer).isPresent()) {
      throw new BufferOverflowException();
    }
  }

  /**
   * Puts the bytes of a value into a buffer, from its position on, or returns them if they do not
   * fit.
   *
   * @return empty if the bytes are in the buffer
   * @throws SerializeValueException if the value, or one inside it, has no form in PHP
   */
  public Optional<byte[]> writeIfFits(@Nullable Object value, ByteBuffer buffer) {
    ValueWriter values = writer();
    Optional<byte[]> tooMany = values.putInto(buffer, value);
    keep(values);
    return tooMany;
  }

  /** The bytes of values in a row. Their numbers go on from one value to the next. */
  byte[] writeEach(PhpArray values, BiConsumer<Object, TokenSink> writeKey) {
    TokenSink out = sink(FIRST_SIZE);
    new ValueWriter(out, classes).writeEach(values, writeKey);
    return out.copy();
  }

  private ValueWriter writer() {
    ValueWriter kept = writers.take();
    return kept == null ? new ValueWriter(sink(FIRST_SIZE), classes) : kept;
  }

  private TokenSink sink(int size) {
    return new TokenSink(precision, new byte[size], null);
  }

  private void keep(ValueWriter values) {
    if (values.isSmall()) {
      writers.giveBack(values);
    }
  }

  /** The array has the right size if the text is ASCII, and is not copied again then. */
  private byte[] writeHuge(String text) {
    int room = (int) Math.min(TokenSink.quotedLength(text.length()), Integer.MAX_VALUE - 8);
    TokenSink out = sink(room);
    new ValueWriter(out, classes).write(text);
    return out.takeBytes();
  }

  /**
   * Writes a value after what a writer has already.
   *
   * @throws SerializeValueException if the value, or one inside it, has no form in PHP
   */
  public void write(@Nullable Object value, PhpWriter out) {
    out.writeValue(value, classes);
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
    return read(classes.targets().any(), bytes, offset, length);
  }

  /**
   * The value as a Java type.
   *
   * @throws SerializeFormatException if the bytes are broken or exceed a limit
   * @throws SerializeMappingException if they are another value
   * @throws IllegalArgumentException if no value can be of the type, because no class was
   *     registered for it
   */
  @SuppressWarnings("unchecked") // a target gives what it was made for
  public <T> @Nullable T read(byte[] bytes, Class<T> type) {
    return (T) read(classes.targets().ofWhole(type), bytes, 0, bytes.length);
  }

  /**
   * The value as a Java type with type arguments; throws as {@link #read(byte[], Class)}.
   *
   * <pre>{@code
   * List<Job> jobs = serializer.read(bytes, new TypeRef<List<Job>>() {});
   * }</pre>
   */
  @SuppressWarnings("unchecked") // a target gives what it was made for
  public <T> @Nullable T read(byte[] bytes, TypeRef<T> type) {
    return (T) read(classes.targets().ofWhole(type.type()), bytes, 0, bytes.length);
  }

  /**
   * The value of {@code length} bytes from {@code offset} on.
   *
   * <p>When reading fails, PHP's {@code unserialize()} adds the notice {@code Error at offset X of
   * Y bytes}, with the offset of the exception; for an empty input it says nothing.
   *
   * @param diagnostics receives the warnings and notices of PHP
   * @throws SerializeFormatException if the bytes are broken or exceed a limit
   */
  public @Nullable Object read(
      byte[] bytes, int offset, int length, Consumer<Diagnostic> diagnostics) {
    return read(classes.targets().any(), bytes, offset, length, diagnostics);
  }

  /**
   * The value of the bytes between a buffer's position and its limit, all of which are taken.
   *
   * @throws SerializeFormatException if they are broken or exceed a limit
   */
  public @Nullable Object read(ByteBuffer buffer) {
    return readAll(buffer, null);
  }

  /**
   * The value of the bytes between a buffer's position and its limit, all of which are taken.
   *
   * @param diagnostics receives the warnings and notices of PHP
   * @throws SerializeFormatException if they are broken or exceed a limit
   */
  public @Nullable Object read(ByteBuffer buffer, Consumer<Diagnostic> diagnostics) {
    return readAll(buffer, diagnostics);
  }

  @Nullable Object readAll(byte[] bytes, @Nullable Consumer<Diagnostic> diagnostics) {
    return read(classes.targets().any(), bytes, 0, bytes.length, diagnostics);
  }

  private @Nullable Object readAll(ByteBuffer buffer, @Nullable Consumer<Diagnostic> diagnostics) {
    TypeTarget target = classes.targets().any();
    int length = buffer.remaining();
    if (buffer.hasArray()) {
      int offset = buffer.arrayOffset() + buffer.position();
      buffer.position(buffer.limit());
      return read(target, buffer.array(), offset, length, diagnostics);
    }
    // Another process may write into memory outside the heap while it is read.
    byte[] bytes = copies.take();
    if (bytes == null || bytes.length < length) {
      bytes = new byte[Math.max(length, LEAST_COPY)];
    }
    buffer.get(bytes, 0, length);
    Object value = read(target, bytes, 0, length, diagnostics);
    if (bytes.length <= LARGEST_COPY) {
      copies.giveBack(bytes);
    }
    return value;
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
    return next(in, classes.targets().any());
  }

  /**
   * The next value of a reader as a Java type. The exceptions are those of {@link #read(byte[],
   * Class)}, without an offset.
   */
  @SuppressWarnings("unchecked") // a target gives what it was made for
  public <T> @Nullable T next(PhpReader in, Class<T> type) {
    return (T) next(in, classes.targets().ofWhole(type));
  }

  /** The next value of a reader as a Java type with type arguments. */
  @SuppressWarnings("unchecked") // a target gives what it was made for
  public <T> @Nullable T next(PhpReader in, TypeRef<T> type) {
    return (T) next(in, classes.targets().ofWhole(type.type()));
  }

  private @Nullable Object next(PhpReader in, TypeTarget target) {
    return map(values(in).read(), target, keys -> -1);
  }

  ValueReader values(PhpReader in) {
    return new ValueReader(in, stringsAsBytes);
  }

  /** Puts the registered classes into an array. */
  void map(PhpArray array) {
    map(array, classes.targets().any(), keys -> -1);
  }

  private @Nullable Object map(
      @Nullable Object plain, TypeTarget target, ToLongFunction<List<Object>> offsets) {
    return staysPlain(target) ? plain : new ValueMapper(offsets).map(plain, target);
  }

  private boolean staysPlain(TypeTarget target) {
    return classes.isEmpty() && target == classes.targets().any();
  }

  private @Nullable Object read(TypeTarget target, byte[] bytes, int offset, int length) {
    return read(target, bytes, offset, length, null);
  }

  private @Nullable Object read(
      TypeTarget target,
      byte[] bytes,
      int offset,
      int length,
      @Nullable Consumer<Diagnostic> diagnostics) {
    ValueReader values = readers.take();
    if (values == null) {
      values = values(reader(bytes, offset, length));
    }
    values.sendDiagnosticsTo(diagnostics);
    Object value = read(values, target, bytes, offset, length);
    if (values.isSmall()) {
      readers.giveBack(values);
    }
    return value;
  }

  private @Nullable Object read(
      ValueReader values, TypeTarget target, byte[] bytes, int offset, int length) {
    try {
      Object plain = values.read(bytes, offset, length, trailingDataRefused);
      return staysPlain(target) // Asked here too, so that nothing is allocated for the offsets.
          ? plain
          : map(plain, target, keys -> PathOffset.find(reader(bytes, offset, length), keys));
    } catch (SerializeReadException e) {
      e.keep(bytes, offset, length);
      throw e;
    }
  }

  /** Settings; each starts as PHP's default. */
  public static final class Builder {
    private int precision = SHORTEST;
    private ReadLimits limits = ReadLimits.standard();
    private boolean stringsAsBytes;
    private boolean trailingDataRefused;
    private boolean unknownPropertiesRefused;
    private final Map<Class<?>, MethodHandles.Lookup> classes = new LinkedHashMap<>();

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

    /**
     * Makes Java classes stand for the PHP classes that their {@link PhpClass} names, when reading
     * and when writing. The classes of their properties must be registered too.
     *
     * <p>A class in a module must be in a package that is open to {@code org.phpipc}; otherwise
     * give a {@linkplain #register(MethodHandles.Lookup, Class[]) lookup}.
     */
    public Builder register(Class<?>... types) {
      return register(MethodHandles.lookup(), types);
    }

    /**
     * Registers classes with the access rights of the caller, so that no package has to be open:
     * {@code register(MethodHandles.lookup(), Job.class)}.
     */
    public Builder register(MethodHandles.Lookup lookup, Class<?>... types) {
      for (Class<?> type : types) {
        classes.put(type, lookup);
      }
      return this;
    }

    /** Refuses properties that a registered class does not have, instead of leaving them out. */
    public Builder unknownPropertiesRefused(boolean refused) {
      this.unknownPropertiesRefused = refused;
      return this;
    }

    /**
     * The serializer with these settings.
     *
     * @throws IllegalArgumentException if a registered class cannot be mapped
     */
    public PhpSerializer build() {
      return new PhpSerializer(this);
    }
  }
}
