package org.phpipc.cli.object;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import org.phpipc.cli.console.Address;
import org.phpipc.cli.console.Progress;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.text.Count;
import org.phpipc.file.OwnerOnly;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.SharedSegment;

/** The bytes of a segment in a file, as they are, piece by piece. */
final class SegmentImage {
  private static final int PIECE_BYTES = 1 << 20;

  private SegmentImage() {}

  /** Writes them to a new file; they are on the disk when this returns. */
  static void save(SharedSegment segment, Path path) throws IOException {
    try (FileChannel file = OwnerOnly.create(path, WRITE);
        Progress progress = Progress.ofBytes("saving", segment.size())) {
      for (long offset = 0; offset < segment.size(); offset += PIECE_BYTES) {
        ByteBuffer piece = ByteBuffer.wrap(segment.read(offset, pieceAt(offset, segment)));
        while (piece.hasRemaining()) {
          progress.step(file.write(piece));
        }
      }
      file.force(true);
    }
  }

  /** Writes them to a segment of the same size, made with {@code mode} where there is none. */
  static void restore(Path path, Address address, int mode) throws IOException {
    try (FileChannel file = FileChannel.open(path, READ);
        SharedSegment segment =
            address.open(SharedSegment::ofId, key -> openOrCreate(key, file, mode))) {
      if (segment.size() != file.size()) {
        throw new Refusal(
            String.format(
                Locale.ROOT,
                "%s has %s, and %s has %d; nothing is restored",
                segment,
                Count.of(segment.size(), "byte"),
                path,
                file.size()));
      }
      copy(file, segment);
    }
  }

  private static void copy(FileChannel file, SharedSegment segment) throws IOException {
    try (Progress progress = Progress.ofBytes("restoring", segment.size())) {
      for (long offset = 0; offset < segment.size(); offset += PIECE_BYTES) {
        byte[] piece = read(file, pieceAt(offset, segment));
        segment.write(offset, piece);
        progress.step(piece.length);
      }
    }
  }

  private static SharedSegment openOrCreate(IpcKey key, FileChannel file, int mode) {
    try {
      return SharedSegment.exists(key)
          ? SharedSegment.open(key)
          : SharedSegment.create(key, file.size(), mode);
    } catch (IOException e) {
      throw Refusal.of("cannot read the file", e);
    }
  }

  private static int pieceAt(long offset, SharedSegment segment) {
    return (int) Math.min(PIECE_BYTES, segment.size() - offset);
  }

  private static byte[] read(FileChannel file, int bytes) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(bytes);
    while (piece.hasRemaining()) {
      if (file.read(piece) < 0) {
        throw new EOFException("it became shorter");
      }
    }
    return piece.array();
  }
}
