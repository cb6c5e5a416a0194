package org.phpipc.swoole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.phpipc.sysv.Message;

/** A directory that keeps messages: each the bytes of one, its message type in the file's name. */
record DeadLetters(Path directory) {

  Path keep(Message message) throws IOException {
    Path file =
        Files.createTempFile(
            directory,
            "task-type" + message.type() + "-",
            ".packet",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.write(file, message.payload());
  }
}
