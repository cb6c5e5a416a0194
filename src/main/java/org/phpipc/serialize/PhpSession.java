package org.phpipc.serialize;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What PHP keeps of a session: the variables of {@code $_SESSION}, as {@code session_encode()}
 * gives and {@code session_decode()} takes them (ext/session/session.c).
 *
 * <p>The values have their numbers for {@code r} and {@code R} as if they were one. Names become
 * keys as in any {@link PhpArray}, so {@code "5"} is the int 5, where PHP reads a string.
 * Immutable, for use by any number of threads.
 */
public final class PhpSession {

  /** PHP's setting {@code session.serialize_handler}. */
  public enum Format {
    /** {@code php}, the default: {@code name|value}; no name can have a bar. */
    PHP,
    /** {@code php_binary}: a byte with the length of the name, the name, the value. */
    PHP_BINARY,
    /** {@code php_serialize}: one array. */
    PHP_SERIALIZE
  }

  /** PHP ignores the highest bit of a length; it once marked a variable without a value. */
  private static final int LONGEST_NAME = 127;

  private static final char BAR = '|';

  private final Format format;
  private final PhpSerializer serializer;

  /** Sessions in a format, with values as a serializer has them. */
  public PhpSession(Format format, PhpSerializer serializer) {
    this.format = format;
    this.serializer = serializer;
  }

  /**
   * The variables of a session; none for no bytes.
   *
   * @throws SerializeFormatException if the bytes are broken or exceed a limit; PHP destroys such a
   *     session
   * @throws SerializeMappingException if a registered class does not fit, or in {@link
   *     Format#PHP_SERIALIZE} the value is no array
   */
  public PhpArray read(byte[] bytes) {
    try {
      return format == Format.PHP_SERIALIZE ? readArray(bytes) : readFramed(bytes);
    } catch (SerializeReadException e) {
      e.keep(bytes, 0, bytes.length);
      throw e;
    }
  }

  private PhpArray readArray(byte[] bytes) {
    Object value = bytes.length == 0 ? null : serializer.read(bytes);
    if (value != null && !(value instanceof PhpArray)) {
      throw new SerializeMappingException(
          0, Path.of(List.of()), "array", Target.describe(value), null);
    }
    return value == null ? new PhpArray() : (PhpArray) value;
  }

  private PhpArray readFramed(byte[] bytes) {
    PhpReader in = serializer.reader(bytes, 0, bytes.length);
    in.keepNumbering();
    ValueReader values = serializer.values(in);
    PhpArray variables = new PhpArray();
    while (in.hasNext()) {
      Object name = readName(bytes, in);
      try {
        values.read(variables, PhpKey.normalize(name));
      } catch (SerializeFormatException e) {
        String path = Path.of(List.of(name)) + e.path().substring(1);
        throw new SerializeFormatException(e.offset(), path, e.reason());
      }
    }
    serializer.map(variables);
    return variables;
  }

  private Object readName(byte[] bytes, PhpReader in) {
    int start = (int) in.position();
    int first = format == Format.PHP ? start : start + 1;
    int end = format == Format.PHP ? bar(bytes, start) : first + (bytes[start] & LONGEST_NAME);
    if (end >= bytes.length) {
      throw new SerializeFormatException(start, Path.of(List.of()), "expected a name and a value");
    }
    in.skip((format == Format.PHP ? end + 1 : end) - start);
    return PhpString.textOrBytes(bytes, first, end - first);
  }

  private static int bar(byte[] bytes, int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != BAR) {
      end++;
    }
    return end;
  }

  /** The bytes of a session; throws as {@link #write(Map, Consumer)}. */
  public byte[] write(Map<?, ?> variables) {
    return write(variables, diagnostic -> {});
  }

  /**
   * The bytes of a session.
   *
   * <p>As in PHP, {@link Format#PHP} and {@link Format#PHP_BINARY} leave out variables with int
   * keys, with a warning, and the latter also names of more than 127 bytes, without one.
   *
   * @param diagnostics takes PHP's warnings
   * @throws SerializeValueException if a value has no form in PHP, or in {@link Format#PHP} a name
   *     has a bar, for which {@code session_encode()} gives false
   */
  public byte[] write(Map<?, ?> variables, Consumer<Diagnostic> diagnostics) {
    if (format == Format.PHP_SERIALIZE) {
      return serializer.write(variables);
    }
    PhpArray kept = new PhpArray();
    variables.forEach(
        (name, value) -> {
          if (isKept(name, diagnostics)) {
            kept.put(name, value);
          }
        });
    return reframed(serializer.write(kept));
  }

  private boolean isKept(@Nullable Object name, Consumer<Diagnostic> diagnostics) {
    Object key = PhpKey.normalize(name);
    if (key instanceof Long) {
      diagnostics.accept(Diagnostic.numericKey(key.toString()));
      return false;
    }
    byte[] bytes = nameBytes(key);
    if (format == Format.PHP && bar(bytes, 0) < bytes.length) {
      throw new SerializeValueException(Path.of(List.of(key)), "the name of a variable with '|'");
    }
    return format == Format.PHP || bytes.length <= LONGEST_NAME;
  }

  private static byte[] nameBytes(Object key) {
    return (key instanceof PhpString bytes ? bytes : PhpString.of((String) key)).bytes();
  }

  /** Takes the variables out of their array, which has the first number there. */
  private byte[] reframed(byte[] array) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(array.length);
    PhpReader in = new PhpReader(array, 0, array.length, ReadLimits.standard().withDepth(0));
    in.beginArray();
    while (in.hasNext()) {
      in.nextKey();
      writeName(nameBytes(in.key()), out);
      copyValue(array, in, out);
    }
    return out.toByteArray();
  }

  private void writeName(byte[] name, ByteArrayOutputStream out) {
    if (format == Format.PHP_BINARY) {
      out.write(name.length);
    }
    out.writeBytes(name);
    if (format == Format.PHP) {
      out.write(BAR);
    }
  }

  /** Copies a value with all numbers lowered by one. */
  private static void copyValue(byte[] array, PhpReader in, ByteArrayOutputStream out) {
    int around = in.depth();
    copyToken(array, in, out);
    while (in.depth() > around) {
      int start = (int) in.position();
      if (in.hasNext()) {
        in.nextKey();
        out.write(array, start, (int) in.position() - start);
        copyToken(array, in, out);
      } else {
        in.endContainer();
        out.write(array, start, (int) in.position() - start);
      }
    }
  }

  /** Copies a scalar, or enters a container. */
  private static void copyToken(byte[] array, PhpReader in, ByteArrayOutputStream out) {
    int start = (int) in.position();
    int number = 0;
    switch (in.peek()) {
      case ARRAY -> in.beginArray();
      case OBJECT -> in.beginObject();
      case OBJECT_REFERENCE -> number = in.nextObjectReference();
      case REFERENCE -> number = in.nextReference();
      default -> in.skipValue();
    }
    if (number == 0) {
      out.write(array, start, (int) in.position() - start);
    } else {
      out.write(array[start]);
      out.writeBytes(PhpString.of(":" + (number - 1) + ";").bytes());
    }
  }
}
