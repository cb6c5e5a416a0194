package org.phpipc.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.phpipc.reliable.ReliableConsumer;
import org.phpipc.reliable.ReliableConsumer.Durability;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/** Handles messages of every type until the last one comes, and notes each time that it does. */
final class Consumption {
  /** How often a message is tried. */
  static final int TRIES = 3;

  /** The type of messages that nobody can handle. */
  static final int POISON = 6;

  private final Path notes;
  private final Runnable before;

  /**
   * Handling.
   *
   * @param before is run before each message is handled
   */
  Consumption(Path folder, Runnable before) {
    this.notes = folder.resolve("handled");
    this.before = before;
  }

  /** What was handled, type and payload, in the order of that. */
  List<String> handled() throws IOException {
    return Files.exists(notes) ? Files.readAllLines(notes, ISO_8859_1) : List.of();
  }

  /** Returns when a message of the last type was handled. */
  void run(MessageQueue queue, Path folder, Durability durability, int last)
      throws IOException, InterruptedException {
    try (ReliableConsumer consumer =
        ReliableConsumer.on(queue, folder).tries(TRIES).durability(durability).open()) {
      while (consumer.handleNext(this::handle).message().type() != last) {}
    }
  }

  private void handle(Message message) throws IOException {
    before.run();
    String note = message.type() + ":" + new String(message.payload(), ISO_8859_1) + "\n";
    Files.writeString(notes, note, ISO_8859_1, CREATE, APPEND);
    if (message.type() == POISON) {
      throw new IllegalStateException("poison");
    }
  }
}
