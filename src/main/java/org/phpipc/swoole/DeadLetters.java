package org.phpipc.swoole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.phpipc.file.OwnerOnly;
import org.phpipc.sysv.Message;

/** A directory that keeps messages: each the bytes of one, its message type in the file's name. */
record DeadLetters(Path directory) {

  Path keep(Message message) throws IOException {
    Path file =
        Files.createTempFile(
            directory, "task-type" + message.type() + "-", ".packet", OwnerOnly.file(directory));
    return Files.write(file, message.payload());
  }
}
