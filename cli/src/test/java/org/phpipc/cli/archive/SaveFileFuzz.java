package org.phpipc.cli.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.phpipc.cli.archive.SaveFile.Contents;
import org.phpipc.cli.archive.SaveFile.Saved;
import org.phpipc.cli.console.Refusal;

/**
 * Reads any bytes as a saved queue. What is one is written again and read again, with the same
 * messages then.
 */
public final class SaveFileFuzz {
  private SaveFileFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Contents lenient = SaveReader.read(new ByteArrayInputStream(input), true);
    Contents contents;
    try {
      contents = SaveReader.read(new ByteArrayInputStream(input), false);
    } catch (Refusal e) {
      if (lenient.complaints().isEmpty()) {
        throw new AssertionError("refused without a complaint", e);
      }
      return;
    }
    if (contents.bytes() > input.length
        || !messages(written(contents)).equals(messages(contents))) {
      throw new AssertionError("what was written is read as something else");
    }
  }

  private static Contents written(Contents contents) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(contents.head().line());
    for (Saved saved : contents.messages()) {
      file.write(SaveFile.line(saved.message(), saved.before()));
    }
    file.write(SaveFile.end(contents.messages().size()));
    return SaveReader.read(new ByteArrayInputStream(file.toByteArray()), false);
  }

  private static Object messages(Contents contents) {
    return contents.messages().stream()
        .map(saved -> new Saved(0, saved.message(), saved.before()))
        .toList();
  }
}
