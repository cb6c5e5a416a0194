package org.phpipc.reliable;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.phpipc.file.OwnerOnly;
import org.phpipc.sysv.Message;

/**
 * A folder of messages that could not be handled: a file each, its payload byte for byte.
 *
 * <p>A letter gets its name when it is whole. Until then it is its number with {@value #PART}
 * behind, which also keeps others from that number. A crash can leave such a file: its message is
 * still in the journal.
 */
final class DeadLetters {
  private static final String PART = ".part";

  private final Path folder;

  DeadLetters(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder, OwnerOnly.folder(folder));
  }

  /** Keeps a message; it is on the disk when this returns. */
  Path keep(Message message) throws IOException {
    for (int number = 1; ; number++) {
      Path letter = folder.resolve("type-" + message.type() + "-" + number);
      if (!Files.exists(letter) && isKept(message, letter)) {
        return letter;
      }
    }
  }

  /** Whether the number was free. */
  private boolean isKept(Message message, Path letter) throws IOException {
    Path part = letter.resolveSibling(letter.getFileName() + PART);
    FileChannel file;
    try {
      file = OwnerOnly.create(part, WRITE);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    try (file) {
      if (Files.exists(letter)) {
        return false; // It became whole just before.
      }
      write(message, file);
      Files.move(part, letter, ATOMIC_MOVE);
      syncFolder();
      return true;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void write(Message message, FileChannel file) throws IOException {
    ByteBuffer payload = ByteBuffer.wrap(message.payload());
    while (payload.hasRemaining()) {
      file.write(payload);
    }
    file.force(true);
  }

  private void syncFolder() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, READ)) {
      directory.force(true);
    }
  }
}
