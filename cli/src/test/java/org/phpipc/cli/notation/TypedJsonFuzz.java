package org.phpipc.cli.notation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.SerializeValueException;

/**
 * Reads any text as a value in JSON. What is one is printed again and read again, and is serialized
 * alike then.
 */
public final class TypedJsonFuzz {
  private static final PhpSerializer SERIALIZER = PhpSerializer.standard();

  private TypedJsonFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    Object value;
    try {
      value = read(new String(input, StandardCharsets.UTF_8));
    } catch (TypedJsonException expected) {
      return;
    }
    byte[] serialized;
    try {
      serialized = SERIALIZER.write(value);
    } catch (SerializeValueException expected) {
      return; // A form that PHP reads and does not write.
    }
    Object again = read(TypedJson.print(TypedJson.toJson(value)));
    if (!Arrays.equals(serialized, SERIALIZER.write(again))) {
      throw new AssertionError("what was printed is read as something else");
    }
  }

  private static Object read(String text) {
    return TypedJson.fromJson(TypedJson.parse(text));
  }
}
