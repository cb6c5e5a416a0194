package org.phpipc.compat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.testing.Tool.DONE;
import static org.phpipc.testing.Tool.REFUSED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.QueueLimits;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;
import org.phpipc.testing.Tool;

/** {@code phpipc queue save} and {@code restore} as processes, with PHP's messages. */
class QueueSaveIT {
  private static final int MESSAGES = 400;
  private static final int KILLS = 6;

  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path folder;

  private final IpcKey key = kernel.freeKey();
  private final String name = key.toString();
  private MessageQueue queue;
  private String file;

  @BeforeEach
  void phpSends() {
    file = folder.resolve("saved.jsonl").toString();
    queue = MessageQueue.create(key);
    php.run("$q = msg_get_queue(" + key.value() + ");");
  }

  private static void sendFromPhp() {
    php.run("msg_send($q, 3, ['a' => \"\\0\\xff\"]); msg_send($q, 1, '', false);");
    php.run("msg_send($q, 3, random_bytes(5000), false);");
  }

  private List<Message> messages() {
    List<Message> all = new ArrayList<>();
    for (int i = 0; queue.peek(i).isPresent(); i++) {
      all.add(queue.peek(i).get());
    }
    return all;
  }

  @Test
  void savedQueueIsRestoredWithTypesOrderAndBytes() {
    sendFromPhp();
    List<Message> before = messages();
    Tool.Result save = Tool.run("queue", "save", name, file);
    assertThat(save.err()).isEqualTo("phpipc: 3 messages in " + file + "\n");
    assertThat(save.exit()).isEqualTo(DONE);
    assertThat(messages()).isEqualTo(before);
    queue.remove();
    assertThat(Tool.run("queue", "restore", file, name, "--create").exit()).isEqualTo(DONE);
    queue = MessageQueue.open(key);
    assertThat(messages()).isEqualTo(before);
    php.run("$q = msg_get_queue(" + key.value() + ");");
    assertThat(php.call("[msg_receive($q, 0, $t, 100, $x), $t, $x]").value())
        .isEqualTo(php.call("[true, 3, ['a' => \"\\0\\xff\"]]").value());
  }

  @Test
  void pipeTakesTheMessagesToAnotherQueue() {
    sendFromPhp();
    byte[] saved = Tool.run("queue", "save", name, "-").out();
    MessageQueue other = kernel.queue();
    Tool.Result restored = Tool.runWith(saved, "queue", "restore", "-", Tool.address(other));
    assertThat(restored.err()).contains("3 messages restored to queue with id " + other.id());
    assertThat(other.peek(0)).isEqualTo(queue.peek(0));
    assertThat(other.peek(2)).isEqualTo(queue.peek(2));
  }

  @Test
  void drainLeavesTheQueueEmptyAndTheFileWhole() {
    sendFromPhp();
    List<Message> before = messages();
    assertThat(Tool.run("queue", "save", name, file, "--drain").exit()).isEqualTo(DONE);
    assertThat(messages()).isEmpty();
    Tool.Result restore = Tool.run("queue", "restore", file, name);
    assertThat(restore.err()).startsWith("phpipc: 3 messages restored").hasLineCount(1);
    assertThat(messages()).isEqualTo(before);
  }

  @Test
  void fileThatExistsIsNotOverwritten() throws IOException {
    Files.writeString(Path.of(file), "mine");
    assertThat(Tool.run("queue", "save", name, file).err())
        .isEqualTo("phpipc: cannot write " + file + ": it exists already\n");
    assertThat(Tool.run("queue", "save", name, file, "--drain").exit()).isEqualTo(REFUSED);
    assertThat(Path.of(file)).content().isEqualTo("mine");
  }

  /** Every message is distinct, so a message that came twice or never would show. */
  @Test
  void killedDrainLosesNothingAndGoesOnWithoutRepeating() throws Exception {
    Random random = killings();
    php.run("for ($i = 0; $i < " + MESSAGES + "; $i++) msg_send($q, 1 + $i % 3, $i);");
    List<Message> sent = messages();
    awaitTheSecondAfter(queue.status().lastSend());
    for (int kill = 0; kill < KILLS; kill++) {
      killDrainAt(queue.status().messages() - random.nextInt(MESSAGES / KILLS / 2));
    }
    assertThat(queue.status().messages()).isPositive();
    assertThat(Tool.run("queue", "save", name, file, "--drain").exit()).isEqualTo(DONE);
    assertThat(messages()).isEmpty();
    assertThat(Tool.run("queue", "restore", file, name).exit()).isEqualTo(DONE);
    assertThat(messages()).isEqualTo(sent);
  }

  @Test
  void killedDrainIsRestoredWithTheRestOfTheQueueAlone() throws Exception {
    php.run("for ($i = 0; $i < " + MESSAGES + "; $i++) msg_send($q, 1, $i);");
    List<Message> sent = messages();
    awaitTheSecondAfter(queue.status().lastSend());
    killDrainAt(MESSAGES - 20);
    Tool.Result restore = Tool.run("queue", "restore", file, name);
    assertThat(restore.exit()).isEqualTo(DONE);
    assertThat(restore.err()).startsWith("phpipc: the drain was not finished\n");
    assertThat(messages()).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void drainThatWasKilledInTheHeadBeginsAgain() throws IOException {
    sendFromPhp();
    Files.writeString(Path.of(file), head(true).substring(0, 9));
    assertThat(Tool.run("queue", "save", name, file, "--drain").exit()).isEqualTo(DONE);
    assertThat(Tool.run("queue", "restore", file, name).exit()).isEqualTo(DONE);
    assertThat(messages()).hasSize(3);
  }

  /** When something is killed. */
  private static Random killings() {
    long seed = Long.getLong("phpipc.kill.seed", System.nanoTime());
    System.out.println("phpipc.kill.seed=" + seed);
    return new Random(seed);
  }

  private void killDrainAt(long messagesLeft) throws Exception {
    killWhere(
        () -> queue.status().messages() < messagesLeft, "queue", "save", name, file, "--drain");
  }

  private static void killWhere(BooleanSupplier reached, String... arguments) throws Exception {
    Process tool =
        new ProcessBuilder(Tool.command(arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    while (!reached.getAsBoolean() && tool.isAlive()) {
      Thread.onSpinWait();
    }
    tool.destroyForcibly().waitFor();
  }

  private static Path mark(String saved) {
    return Path.of(saved + ".restoring");
  }

  /** Many messages are alike, so that one cannot be told from another by its bytes. */
  @Test
  void killedRestoreGoesOnWithoutLosingOrRepeating() throws Exception {
    Random random = killings();
    php.run("for ($i = 0; $i < " + MESSAGES + "; $i++) msg_send($q, 1 + $i % 3, $i % 5);");
    List<Message> sent = messages();
    Tool.run("queue", "save", name, file, "--drain");
    awaitTheSecondAfter(queue.status().lastReceive());
    queue.resize(4 * MESSAGES - 1); // Without room for the last one, no restore ends by itself.
    for (int kill = 0; kill < KILLS; kill++) {
      long more = queue.status().messages() + random.nextInt(MESSAGES / KILLS / 2);
      long enough = Math.min(more, MESSAGES - 2);
      killWhere(() -> queue.status().messages() > enough, "queue", "restore", file, name, "--wait");
    }
    queue.resize(QueueLimits.read().msgmnb());
    assertThat(queue.status().messages()).isBetween(1L, MESSAGES - 1L);
    Tool.Result last = Tool.run("queue", "restore", file, name);
    assertThat(last.err()).contains("a restore was killed: ").doesNotContain("twice");
    assertThat(last.exit()).isEqualTo(DONE);
    assertThat(messages()).isEqualTo(sent);
    assertThat(mark(file)).doesNotExist();
  }

  /** What a restore leaves that was killed before it sent the second message, or behind it. */
  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "2, true"})
  void messageOfAKilledRestoreIsSentUnlessItIsThere(int there, boolean received) throws Exception {
    sendFromPhp();
    List<Message> all = messages();
    Tool.run("queue", "save", name, file, "--drain");
    long before = queue.status().lastReceive().getEpochSecond();
    awaitTheSecondAfter(queue.status().lastReceive());
    String step = "{\"sending\":%d,\"found\":%d,\"last_receive_time\":%d,\"time\":%d}\n";
    Files.writeString(
        mark(file),
        markHead(Files.size(Path.of(file)), queue.id())
            + String.format(Locale.ROOT, step, 0, 0, before, before + 1)
            + String.format(Locale.ROOT, step, 1, 1, before, before + 1)
            + "{\"sending\":2,");
    for (Message message : all.subList(0, there)) {
      queue.send(message.type(), message.payload());
    }
    if (received) {
      queue.receive();
    }
    Tool.Result restore = Tool.run("queue", "restore", file, name);
    assertThat(restore.exit()).isEqualTo(DONE);
    if (received) {
      assertThat(restore.err()).contains("the next one may be sent twice");
      assertThat(messages()).containsExactly(all.get(1), all.get(1), all.get(2));
    } else {
      assertThat(restore.err()).contains("a restore was killed: " + there + " of its 3 messages");
      assertThat(messages()).isEqualTo(all);
    }
  }

  private String markHead(long bytes, int id) throws IOException {
    String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    return String.format(
        Locale.ROOT,
        "{\"format\":\"phpipc-restore\",\"version\":1,\"boot\":\"%s\",\"key\":%d,\"id\":%d,\"bytes\":%d,\"messages\":3}\n",
        boot,
        key.value(),
        id,
        bytes);
  }

  @Test
  void killedRestoreDoesNotGoOnInAnotherQueueOrWithAnotherFile() throws Exception {
    sendFromPhp();
    Tool.run("queue", "save", name, file);
    long bytes = Files.size(Path.of(file));
    Files.writeString(mark(file), markHead(bytes, queue.id()));
    Tool.Result elsewhere = Tool.run("queue", "restore", file, "id:" + kernel.queue().id());
    assertThat(elsewhere.exit()).isEqualTo(REFUSED);
    assertThat(elsewhere.err())
        .startsWith("phpipc: a restore to the queue with key " + name)
        .endsWith("delete " + mark(file) + " to begin anew\n")
        .hasLineCount(1);
    Files.writeString(mark(file), markHead(bytes + 1, queue.id()));
    assertThat(Tool.run("queue", "restore", file, name).err()).contains("the file has changed");
    Files.writeString(mark(file), "{}\n");
    assertThat(Tool.run("queue", "restore", file, name).err()).contains(" is damaged: ");
    assertThat(messages()).hasSize(3);
  }

  private int removedQueue() {
    MessageQueue removed = kernel.queue();
    removed.remove();
    return removed.id();
  }

  @Test
  void killedRestoreBeginsAnewWhereItsQueueIsGone() throws Exception {
    sendFromPhp();
    List<Message> all = messages();
    Tool.run("queue", "save", name, file, "--drain");
    Files.writeString(mark(file), markHead(Files.size(Path.of(file)), removedQueue()));
    assertThat(Tool.run("queue", "restore", file, name).exit()).isEqualTo(DONE);
    assertThat(messages()).isEqualTo(all);
  }

  /**
   * The kernel counts whole seconds, by a clock that is up to a tick behind: within one, a send
   * cannot be told from another.
   */
  private static void awaitTheSecondAfter(Instant time) {
    while (Instant.now().minusMillis(10).getEpochSecond() <= time.getEpochSecond()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** As a drain leaves it that was killed between writing and taking. */
  @ParameterizedTest
  @CsvSource({
    "2, 1, is still in the queue and not sent again",
    "1, 2, may be in the queue still: one like it is the oldest there"
  })
  void messageThatIsInFileAndQueueIsFound(long left, int sent, String sentence) throws Exception {
    php.run("msg_send($q, 1, 'i:1;', false); msg_send($q, 1, 'i:2;', false);");
    long lastSend = queue.status().lastSend().getEpochSecond();
    Files.writeString(
        Path.of(file),
        head(true)
            + "{\"type\":1,\"b64\":\"aTowOw==\"}\n"
            + ("{\"type\":1,\"b64\":\"aToxOw==\",\"left\":" + left)
            + (",\"last_send_time\":" + lastSend + ",\"time\":" + (lastSend + 1) + "}\n")
            + "{\"type\":1,\"b6");
    Tool.Result restore = Tool.run("queue", "restore", file, name);
    assertThat(restore.err().replace(",", "")).contains(sentence);
    assertThat(restore.exit()).isEqualTo(DONE);
    assertThat(queue.status().messages()).isEqualTo(2 + sent);
  }

  private String head(boolean drain) {
    return String.format(
        Locale.ROOT,
        "{\"format\":\"phpipc-queue\",\"version\":1,\"key\":%d,\"id\":%d,\"drain\":%b}\n",
        key.value(),
        queue.id(),
        drain);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | line 3: not JSON: an unexpected character at line 1 column 1",
        "[] | line 3: a line must be a JSON object",
        "{} | line 3: a line must be {\"b64\"",
        "{\"type\":0,\"b64\":\"\"} | line 3: a message type is at least 1, not 0",
        "{\"type\":1.5,\"b64\":\"\"} | line 3: not a whole number",
        "{\"type\":1,\"b64\":\"?\"} | line 3: not base64",
        "{\"end\":9} | line 3: the file has 1 of 9 messages",
        "LONG | line 3: longer than a message of kernel.msgmax, 8192",
        "'' | line 3: not JSON: empty"
      })
  void lineThatIsWrongIsNamedAndNothingIsRestored(String line, String complaint) throws Exception {
    String bad = line.equals("LONG") ? "{\"b64\":\"" + "A".repeat(20_000) : line;
    String good = "{\"type\":1,\"b64\":\"aTowOw==\"}\n";
    Files.writeString(Path.of(file), head(false) + good + bad + "\n" + good + "{\"end\":2}\n");
    Tool.Result refused = Tool.run("queue", "restore", file, name);
    assertThat(refused.exit()).isEqualTo(REFUSED);
    assertThat(refused.err())
        .startsWith("phpipc: " + file + ": " + complaint)
        .endsWith("; nothing is restored\n")
        .hasLineCount(1);
    assertThat(messages()).isEmpty();
  }

  @Test
  void wrongLinesAreSkippedAndCountedOnDemand() throws Exception {
    String good = "{\"type\":1,\"b64\":\"aTowOw==\"}\n";
    Files.writeString(Path.of(file), head(false) + good + "x\n" + good + "{\"end\":3}\n");
    Tool.Result restore = Tool.run("queue", "restore", file, name, "--skip-bad");
    assertThat(restore.exit()).isEqualTo(DONE);
    assertThat(restore.err())
        .contains("line 3: not JSON", "; skipped\n")
        .contains("2 messages restored to queue with key " + name)
        .endsWith("2 lines skipped\n");
    assertThat(messages()).hasSize(2);
  }

  @Test
  void fileThatWasCutOffIsRefused() throws Exception {
    sendFromPhp();
    Tool.run("queue", "save", name, file);
    byte[] whole = Files.readAllBytes(Path.of(file));
    Files.write(Path.of(file), Arrays.copyOf(whole, whole.length - 3));
    Tool.Result refused = Tool.run("queue", "restore", file, name);
    assertThat(refused.err()).contains("line 5: the file ends before its end line");
    assertThat(messages()).hasSize(3);
  }

  @Test
  void queueWithoutRoomForAllTakesNothing() {
    sendFromPhp();
    Tool.run("queue", "save", name, file);
    queue.resize(6000);
    Tool.Result refused = Tool.run("queue", "restore", file, name);
    assertThat(refused.exit()).isEqualTo(REFUSED);
    assertThat(refused.err()).contains("do not fit into", "of 6000 bytes", "nothing is restored");
    assertThat(messages()).hasSize(3);
  }

  @Test
  void missingFileIsRefused() {
    Tool.Result refused = Tool.runWith("".getBytes(UTF_8), "queue", "restore", file, name);
    assertThat(refused.exit()).isEqualTo(REFUSED);
    assertThat(refused.err())
        .isEqualTo("phpipc: cannot read " + file + ": no such file or folder\n");
  }
}
