package org.phpipc.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Standard output, whose reader may go away and whose disk may be full. */
public final class Output {
  private static final String READER_WENT_AWAY = "Broken pipe"; // EPIPE

  /** Why writing failed. */
  private static volatile @Nullable String failure;

  private Output() {}

  /** Nobody reads any longer, as behind {@code | head}: the tool ends without a word. */
  public static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Remembers why writing failed, which {@link PrintStream} keeps to itself. */
  private static final class Remembering extends OutputStream {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);

    @Override
    public void write(int b) {
      byte[] one = {(byte) b};
      write(one, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
      }
    }
  }

  /** Text goes out as UTF-8. */
  public static PrintStream stream() {
    return new PrintStream(new Remembering(), true, StandardCharsets.UTF_8);
  }

  /**
   * Writes bytes at once.
   *
   * @throws Closed where nobody reads them
   * @throws Refusal where they cannot be written
   */
  public static void write(byte[] bytes) {
    System.out.write(bytes, 0, bytes.length);
    requireWritten();
  }

  /** Returns where all that was printed is written; throws what {@link #write} throws. */
  public static void requireWritten() {
    boolean failed = System.out.checkError(); // Which flushes.
    String reason = failure;
    if (reason != null && !reason.equals(READER_WENT_AWAY)) {
      throw new Refusal("cannot write to standard output: " + reason);
    } else if (failed || reason != null) {
      throw new Closed();
    }
  }
}
