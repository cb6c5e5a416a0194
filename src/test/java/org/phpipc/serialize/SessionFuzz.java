package org.phpipc.serialize;

/** Reads any bytes as each of PHP's session formats. */
public final class SessionFuzz {
  private SessionFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    for (PhpSession.Format format : PhpSession.Format.values()) {
      try {
        new PhpSession(format, PhpSerializer.standard()).read(input);
      } catch (SerializeReadException expected) {
        // The one way to say that it is none.
      }
    }
  }
}
