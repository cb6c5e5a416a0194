package org.phpipc.cli.console;

import java.nio.charset.StandardCharsets;
import picocli.CommandLine.TypeConversionException;

/** Reads any text as the key of a queue, a segment or a semaphore. */
public final class AddressFuzz {
  private AddressFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      new Address.Converter().convert(new String(input, StandardCharsets.UTF_8));
    } catch (TypeConversionException expected) {
      // The one way to say that it is none.
    }
  }
}
