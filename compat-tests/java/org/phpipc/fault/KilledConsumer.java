package org.phpipc.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.fault.Consumption.TRIES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.phpipc.reliable.ReliableConsumer.Durability;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;

/** A {@link SteppedConsumer}, the one that takes its place when it is dead, and what they did. */
final class KilledConsumer {
  /** As a shell gives it: the number of SIGKILL above 128. */
  private static final int KILLED = 128 + 9;

  /** The type of the last message that it is sent, after which it ends. */
  static final int LAST = 3;

  /** The type of the message after which the one ends that takes its place. */
  static final int END = 9;

  private static final String POISON = Consumption.POISON + ":nobody can handle this";
  private static final List<String> ONCE =
      List.of("1:text", "2:", POISON, "3:a:1:{s:1:\"a\";i:1;}");

  private final IpcKey key;
  private final Path folder;
  private final Durability durability;
  private final String fatalStep;
  private final Process process;
  private final Consumption consumption;
  private boolean killed;
  private String death = "";

  private KilledConsumer(
      IpcKey key, Path folder, Durability durability, String fatalStep, Process process) {
    this.key = key;
    this.folder = folder;
    this.durability = durability;
    this.fatalStep = fatalStep;
    this.process = process;
    this.consumption = new Consumption(folder, () -> {});
  }

  static KilledConsumer start(IpcKey key, Path folder, Durability durability, String fatalStep)
      throws IOException {
    List<String> command = new ArrayList<>(Worker.java(SteppedConsumer.class));
    command.add(1, "-XX:TieredStopAtLevel=1"); // It does not run long.
    command.addAll(List.of("" + key.value(), folder.toString(), durability.name(), fatalStep));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new KilledConsumer(key, folder, durability, fatalStep, builder.start());
  }

  IpcKey key() {
    return key;
  }

  /** Whether it was killed; else it is done. */
  boolean awaitKill() throws IOException, InterruptedException {
    String step = new String(process.getInputStream().readAllBytes(), UTF_8);
    death = "killed before step " + fatalStep + " (" + step + "), " + durability;
    int status = process.waitFor();
    assertThat(status).as(death).isIn(0, KILLED);
    killed = status == KILLED;
    return killed;
  }

  /** Starts it again, without a kill, until it has handled the end. */
  void replace() throws IOException, InterruptedException {
    consumption.run(MessageQueue.open(key), folder, durability, END);
  }

  /** Each message was handled, in its order, and at most the one in hand twice. */
  void assertThatNothingIsLost() throws IOException {
    List<String> handled = handled();
    List<byte[]> letters = letters();
    assertThat(handled.stream().distinct()).as(death).containsExactlyElementsOf(messages());
    int again = letters.size() - 1;
    for (String message : messages()) {
      again += message.equals(POISON) ? 0 : Collections.frequency(handled, message) - 1;
    }
    assertThat(again).as("%s: handled again", death).isBetween(0, killed ? 1 : 0);
    assertThat(letters).as(death).containsOnly(POISON.substring(2).getBytes(UTF_8));
    assertThat(Collections.frequency(handled, POISON))
        .as("%s: tries", death)
        .isIn(letters.size() == 1 ? triesOfOne() : triesOfTwo());
    assertThat(MessageQueue.open(key).status().messages()).as(death).isZero();
  }

  /** What was handled by both, type and payload, in the order of that. */
  List<String> handled() throws IOException {
    return consumption.handled();
  }

  private List<String> messages() {
    List<String> messages = new ArrayList<>(ONCE);
    if (killed) {
      messages.add("9:the end");
    }
    return messages;
  }

  /** A try counts when it is about to begin: one that the kill forestalls is not made up for. */
  private List<Integer> triesOfOne() {
    return killed ? List.of(TRIES, TRIES - 1) : List.of(TRIES);
  }

  /** Either the letter alone was written twice, or the journal and the queue had the message. */
  private static List<Integer> triesOfTwo() {
    return List.of(TRIES, TRIES - 1 + TRIES);
  }

  /** The messages that were given up. */
  List<byte[]> letters() throws IOException {
    List<byte[]> letters = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("dead-letters"))) {
      for (Path letter : files.filter(file -> !file.toString().endsWith(".part")).toList()) {
        letters.add(Files.readAllBytes(letter));
      }
    }
    return letters;
  }
}
