package org.phpipc.cli;

/** Standard output, whose reader may go away. */
final class Output {
  private Output() {}

  /** Nobody reads any longer, as behind {@code | head}: the tool ends without a word. */
  static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Writes bytes at once.
   *
   * @throws Closed where nobody reads them
   */
  static void write(byte[] bytes) {
    System.out.write(bytes, 0, bytes.length);
    if (System.out.checkError()) { // Which flushes.
      throw new Closed();
    }
  }
}
