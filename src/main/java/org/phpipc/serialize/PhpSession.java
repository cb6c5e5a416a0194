package org.phpipc.serialize;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.token.TokenSink;

/**
 * What PHP keeps of a session: the variables of {@code $_SESSION}, as {@code session_encode()}
 * gives and {@code session_decode()} takes them (ext/session/session.c).
 *
 * <p>The values have their numbers for {@code r} and {@code R} as if they were one. Names are
 * strings, also those that PHP makes ints of in arrays: the variable of the name {@code 5} has the
 * key {@code "5"}, under which {@link PhpArray#get} finds it, and is written again. Sessions are
 * immutable and can be used by any number of threads.
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
    return readAll(bytes, null);
  }

  /**
   * The variables of a session; none for no bytes.
   *
   * <p>When reading fails, PHP's {@code session_decode()} adds the warning {@code Failed to decode
   * session object. Session has been destroyed}.
   *
   * @param diagnostics receives the warnings and notices of PHP
   */
  public PhpArray read(byte[] bytes, Consumer<Diagnostic> diagnostics) {
    return readAll(bytes, diagnostics);
  }

  private PhpArray readAll(byte[] bytes, @Nullable Consumer<Diagnostic> diagnostics) {
    try {
      return format == Format.PHP_SERIALIZE
          ? readArray(bytes, diagnostics)
          : readFramed(bytes, diagnostics);
    } catch (SerializeReadException e) {
      e.keep(bytes, 0, bytes.length);
      throw e;
    }
  }

  private PhpArray readArray(byte[] bytes, @Nullable Consumer<Diagnostic> diagnostics) {
    Object value = bytes.length == 0 ? null : serializer.readAll(bytes, diagnostics);
    if (value != null && !(value instanceof PhpArray)) {
      throw new SerializeMappingException(
          0, Path.of(List.of()), "array", TypeTarget.describe(value), null);
    }
    return value == null ? new PhpArray() : (PhpArray) value;
  }

  private PhpArray readFramed(byte[] bytes, @Nullable Consumer<Diagnostic> diagnostics) {
    PhpReader in = serializer.reader(bytes, 0, bytes.length);
    in.keepNumbering();
    in.sendDiagnosticsTo(diagnostics);
    ValueReader values = serializer.values(in);
    PhpArray names = new PhpArray();
    // Of a name that comes twice, the first value has its number still.
    PhpArray all = new PhpArray();
    while (in.hasNext()) {
      Object name = readName(bytes, in);
      try {
        values.read(all, all.nextIndex());
      } catch (SerializeFormatException e) {
        String path = Path.of(List.of(name)) + e.path().substring(1);
        throw new SerializeFormatException(e.offset(), path, e.reason());
      }
      names.setAt(names.placeName(name), all.size() - 1);
    }
    return variables(names, all);
  }

  /** The variables by their names, which have the positions of their values. */
  private PhpArray variables(PhpArray names, PhpArray all) {
    for (int i = 0; i < names.size(); i++) {
      names.setAt(i, all.valueAt((Integer) Objects.requireNonNull(names.valueAt(i))));
    }
    serializer.map(names);
    return names;
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
   * @param diagnostics receives the warnings of PHP
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
          Object key = variables instanceof PhpArray ? name : PhpKey.normalize(name);
          if (isKept(key, diagnostics)) {
            kept.setAt(kept.placeName(key), value);
          }
        });
    return serializer.writeEach(kept, this::writeName);
  }

  private boolean isKept(Object key, Consumer<Diagnostic> diagnostics) {
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

  private void writeName(Object key, TokenSink out) {
    byte[] name = nameBytes(key);
    if (format == Format.PHP_BINARY) {
      out.put((byte) name.length);
    }
    out.put(name);
    if (format == Format.PHP) {
      out.put((byte) BAR);
    }
  }
}
