package org.phpipc.swoole;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpString;

/** The form of a value in a task: a string is its bytes, everything else is serialized. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares payloads
record TaskPayload(byte[] bytes, boolean serialized) {

  static TaskPayload of(@Nullable Object value, PhpSerializer serializer) {
    if (value instanceof CharSequence || value instanceof Character) {
      return new TaskPayload(value.toString().getBytes(UTF_8), false);
    } else if (value instanceof byte[] bytes) {
      return new TaskPayload(bytes, false);
    } else if (value instanceof PhpString string) {
      return new TaskPayload(string.toByteArray(), false);
    }
    return new TaskPayload(serializer.write(value), true);
  }

  /** The value; a string is a {@code String} where it is UTF-8, otherwise a {@code PhpString}. */
  @Nullable Object value(PhpSerializer serializer) {
    if (serialized) {
      return serializer.read(bytes);
    }
    PhpString string = PhpString.of(bytes);
    return string.isUtf8() ? string.toString() : string;
  }
}
