package org.phpipc.reliable;

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

/** A folder of messages that could not be handled: a file each, its payload byte for byte. */
final class DeadLetters {
  private final Path folder;

  DeadLetters(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder, OwnerOnly.folder(folder));
  }

  /** Keeps a message; it is on the disk when this returns. */
  Path keep(Message message) throws IOException {
    for (int number = 1; ; number++) {
      Path letter = folder.resolve("type-" + message.type() + "-" + number);
      try (FileChannel file = OwnerOnly.create(letter, WRITE)) {
        ByteBuffer payload = ByteBuffer.wrap(message.payload());
        while (payload.hasRemaining()) {
          file.write(payload);
        }
        file.force(true);
        syncFolder();
        return letter;
      } catch (FileAlreadyExistsException e) {
        // An older letter has the number.
      }
    }
  }

  private void syncFolder() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, READ)) {
      directory.force(true);
    }
  }
}
