package org.phpipc.serialize;

import java.util.Arrays;

/**
 * Reads any bytes as PHP's format. What is readable is written again and read again, and is the
 * same bytes then; what is not ends in {@link SerializeFormatException} with an offset in the
 * input.
 */
public final class SerializeFuzz {
  private static final PhpSerializer SERIALIZER = PhpSerializer.standard();

  private SerializeFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    Object value;
    try {
      value = SERIALIZER.read(input);
    } catch (SerializeFormatException e) {
      if (e.offset() < 0 || e.offset() > input.length) {
        throw new AssertionError("offset " + e.offset() + " of " + input.length, e);
      }
      return;
    }
    byte[] written;
    try {
      written = SERIALIZER.write(value);
    } catch (SerializeValueException expected) {
      return; // A form that PHP reads and does not write.
    }
    if (!Arrays.equals(written, SERIALIZER.write(SERIALIZER.read(written)))) {
      throw new AssertionError("what was written is read as something else");
    }
  }
}
