package org.phpipc.cli.console;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Standard input or output in the place of an argument that is a file or a value. */
public final class StandardStream {
  private static final String DASH = "-";

  private StandardStream() {}

  /** Whether the argument is the dash that stands for it. */
  public static boolean isMeantBy(String argument) {
    return argument.equals(DASH);
  }

  /** All of standard input. */
  public static byte[] input() {
    try {
      return System.in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
