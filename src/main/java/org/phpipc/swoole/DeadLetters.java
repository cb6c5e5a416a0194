package org.phpipc.swoole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.phpipc.file.OwnerOnly;
import org.phpipc.sysv.Message;

/**
 * A directory that keeps messages: each the bytes of one, its message type in the file's name. The
 * names of one type are in the order in which the messages came.
 */
final class DeadLetters {
  private static final Clock CLOCK = Clock.systemUTC();

  private final Path directory;
  private final AtomicLong kept = new AtomicLong();

  private DeadLetters(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the directory where there is none.
   *
   * @throws IOException where no file can be kept there
   */
  static DeadLetters open(Path directory) throws IOException {
    Files.createDirectories(directory, OwnerOnly.folder(directory));
    Files.delete(file(directory, "check-", ".packet"));
    return new DeadLetters(directory);
  }

  Path keep(Message message) throws IOException {
    String name =
        "task-type%d-%013d-%09d-".formatted(message.type(), CLOCK.millis(), kept.getAndIncrement());
    return Files.write(file(directory, name, ".packet"), message.payload());
  }

  private static Path file(Path directory, String start, String end) throws IOException {
    return Files.createTempFile(directory, start, end, OwnerOnly.file(directory));
  }
}
