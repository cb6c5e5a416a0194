package org.phpipc.fault;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has done for sure: a file of longs. Each is one write of eight bytes that no page
 * boundary divides, so a process that is killed leaves it whole or not at all.
 */
final class Ledger implements Closeable {
  private final ByteBuffer entry = ByteBuffer.allocate(Long.BYTES);
  private final OutputStream file;

  Ledger(String path) throws IOException {
    file = new FileOutputStream(path, true);
  }

  void note(long deed) throws IOException {
    file.write(entry.putLong(0, deed).array());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** How many deeds there are by now. */
  static long size(Path path) {
    return path.toFile().length() / Long.BYTES;
  }

  static long[] read(Path path) {
    try {
      LongBuffer deeds = ByteBuffer.wrap(Files.readAllBytes(path)).asLongBuffer();
      long[] all = new long[deeds.remaining()];
      deeds.get(all);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
