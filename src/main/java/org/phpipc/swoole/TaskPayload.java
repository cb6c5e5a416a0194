package org.phpipc.swoole;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpString;

/** The form of a value in a task: a string is its bytes, everything else is serialized. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares payloads
record TaskPayload(byte[] bytes, boolean serialized) {

  /** Whether such a value is serialized. */
  static boolean isSerialized(@Nullable Object value) {
    return !(value instanceof CharSequence
        || value instanceof Character
        || value instanceof byte[]
        || value instanceof PhpString);
  }

  private static byte[] string(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    return value instanceof PhpString string
        ? string.toByteArray()
        : String.valueOf(value).getBytes(UTF_8);
  }

  /**
   * Puts the bytes of a value into a buffer, from its position on.
   *
   * @param serialized whether {@link #isSerialized} says so
   * @return nothing if they fit; otherwise the bytes, and the buffer is as it was
   */
  static Optional<byte[]> put(
      @Nullable Object value, boolean serialized, PhpSerializer serializer, ByteBuffer buffer) {
    if (serialized) {
      return serializer.writeIfFits(value, buffer);
    }
    byte[] bytes = string(value);
    if (bytes.length > buffer.remaining()) {
      return Optional.of(bytes);
    }
    buffer.put(bytes);
    return Optional.empty();
  }

  /** The value; a string is a {@code String} where it is UTF-8, otherwise a {@code PhpString}. */
  @Nullable Object value(PhpSerializer serializer) {
    if (serialized) {
      return serializer.read(bytes);
    }
    return PhpString.textOrBytes(bytes);
  }
}
