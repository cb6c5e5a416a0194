package org.phpipc.compat.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.testing.Tool.DONE;
import static org.phpipc.testing.Tool.REFUSED;
import static org.phpipc.testing.Tool.USAGE;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;
import org.phpipc.testing.Tool;

/** The tool as a process: what it prints, and how it ends. */
class CommandLineIT {
  @RegisterExtension static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  @Nested
  class Demo {
    @Test
    void everythingCrossesIntactBetweenJavaAndPhp() {
      Tool.Result demo = Tool.run("demo");
      assertThat(demo.err()).isEmpty();
      assertThat(demo.text())
          .contains("and PHP " + php.call("PHP_VERSION").read())
          .containsPattern("string +intact, 28 bytes +intact, 28 bytes")
          .containsPattern("Swoole task +intact, \\d+ bytes +intact, \\d+ bytes")
          .containsPattern("10,000 jobs +intact, .* a second +intact, .* a second")
          .containsPattern("count to 20,000 +exact, 10,000 by Java +exact, 10,000 by PHP")
          .endsWith("The queue is removed. Everything arrived intact.\n");
      assertThat(demo.exit()).isEqualTo(DONE);
    }

    @Test
    void secondJvmTakesThePlaceOfAMissingPhp(@TempDir Path noPhpHere) {
      Tool.Result demo = Tool.runIn(noPhpHere.toString(), new byte[0], "demo", "--jobs", "100");
      assertThat(demo.text())
          .contains("a second JVM (there is no php with sysvmsg, sysvshm and sysvsem on the path)");
      assertThat(demo.text()).contains("exact, 100 by JVM 2", "Everything arrived intact.");
      assertThat(demo.exit()).isEqualTo(DONE);
    }

    @Test
    void itsQueueSegmentAndSemaphoreAreGoneAfterwards() {
      List<String> before = kernelObjects();
      Tool.run("demo", "--jobs", "1");
      assertThat(before).containsAll(kernelObjects());
    }

    private List<String> kernelObjects() {
      Stream<String> queues = MessageQueue.list().stream().map(status -> "queue " + status.id());
      Stream<String> segments =
          SharedSegment.list().stream().map(status -> "segment " + status.id());
      Stream<String> sets = SemaphoreSet.list().stream().map(status -> "set " + status.id());
      return Stream.of(queues, segments, sets).flatMap(all -> all).toList();
    }
  }

  @Nested
  class DecodeAndEncode {
    @Test
    void bytesBecomeTypedJsonAndBytesAgain() {
      byte[] bytes = php.call("[1, 'zwei' => [true, null, 1.5], 'o' => new stdClass]").bytes();
      Tool.Result decoded = Tool.runWith(bytes, "decode");
      assertThat(decoded.exit()).isEqualTo(DONE);
      Tool.Result encoded = Tool.runWith(decoded.out(), "encode");
      assertThat(encoded.exit()).isEqualTo(DONE);
      assertThat(encoded.out()).isEqualTo(bytes);
    }

    @Test
    void everyGoldenLineBecomesItsBytes() throws IOException {
      Path golden = Path.of("compat-tests/golden/serialize.jsonl");
      List<String> lines = Files.readAllLines(golden);
      List<String> encoded = Tool.runWith(Files.readAllBytes(golden), "encode", "--jsonl").lines();
      List<String> decoded = Tool.runWith(Files.readAllBytes(golden), "decode", "--jsonl").lines();
      assertThat(encoded).hasSameSizeAs(lines);
      assertThat(decoded).hasSameSizeAs(lines);
      for (int i = 0; i < lines.size(); i++) {
        assertThat(json(encoded.get(i)).get("b64")).isEqualTo(json(lines.get(i)).get("b64"));
        assertThat(json(decoded.get(i)).has("json")).describedAs(decoded.get(i)).isTrue();
      }
    }

    @Test
    void damagedLineIsAnsweredWithItsOffsetAndTheNextOneIsDecoded() {
      String lines = "{\"b64\":\"aTo1\"}\nnonsense\n{\"b64\":\"?\"}\n{}\n{\"b64\":\"aTo1Ow==\"}\n";
      Tool.Result result = Tool.runWith(lines.getBytes(UTF_8), "decode", "--jsonl");
      assertThat(result.exit()).isEqualTo(DONE);
      assertThat(result.lines()).hasSize(5);
      assertThat(json(result.lines().get(0)).get("offset").getAsLong()).isZero();
      assertThat(json(result.lines().get(1)).get("error").getAsString()).startsWith("not JSON");
      assertThat(json(result.lines().get(2)).get("error").getAsString()).contains("$.b64");
      assertThat(json(result.lines().get(3)).get("error").getAsString()).contains("b64");
      assertThat(result.lines().get(4)).isEqualTo("{\"json\":{\"t\":\"int\",\"v\":\"5\"}}");
    }

    @Test
    void bytesThatAreNoValueAreRefusedWithTheirOffset() {
      Tool.Result result = Tool.runWith("a:1:{i:0;x}".getBytes(UTF_8), "decode");
      assertThat(result.exit()).isEqualTo(REFUSED);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).startsWith("phpipc: ").contains("offset 9").hasLineCount(1);
    }

    @Test
    void bytesBehindTheValueAreMentioned() {
      Tool.Result result = Tool.runWith("i:5;\n".getBytes(UTF_8), "decode");
      assertThat(result.exit()).isEqualTo(DONE);
      assertThat(result.text()).isEqualTo("{\"t\":\"int\",\"v\":\"5\"}\n");
      assertThat(result.err()).contains("1 byte behind the value is ignored");
    }

    @Test
    void jsonThatDescribesNoValueIsRefusedWithItsPath() {
      Tool.Result result = Tool.runWith("{\"t\":\"int\",\"v\":\"five\"}".getBytes(UTF_8), "encode");
      assertThat(result.exit()).isEqualTo(REFUSED);
      assertThat(result.err()).contains("$");
    }

    @Test
    void precisionIsThatOfPhp() {
      byte[] tenth = "{\"t\":\"float\",\"v\":\"3fb999999999999a\"}".getBytes(UTF_8);
      assertThat(Tool.runWith(tenth, "encode").text()).isEqualTo("d:0.1;");
      assertThat(Tool.runWith(tenth, "encode", "--precision", "17").text())
          .isEqualTo("d:0.10000000000000001;");
    }
  }

  @Nested
  class Key {
    @Test
    void keyIsPhps() {
      long key = (Long) php.call("ftok('/etc/passwd', 'a')").read();
      assertThat(Tool.run("key", "/etc/passwd", "a").text()).isEqualTo(key + "\n");
      assertThat(Tool.run("key", "--hex", "/etc/passwd", "a").text())
          .isEqualTo(String.format(Locale.ROOT, "0x%08x\n", (int) key));
    }

    @Test
    void missingFileIsRefused() {
      Tool.Result result = Tool.run("key", "/nonexistent", "a");
      assertThat(result.exit()).isEqualTo(REFUSED);
      assertThat(result.err()).contains("/nonexistent").contains("No such file or directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "é"})
    void projectThatIsNotOneByteIsWrongUsage(String project) {
      assertThat(Tool.run("key", "/etc/passwd", project).exit()).isEqualTo(USAGE);
    }
  }

  @Nested
  class Queue {
    @Test
    void messageSentAtThePromptIsReceivedByPhp() {
      IpcKey key = kernel.freeKey();
      assertThat(
              Tool.run("queue", "send", key.toString(), "Größe", "--create", "--type", "3").exit())
          .isEqualTo(DONE);
      php.run("$q = msg_get_queue(" + key.value() + ");");
      assertThat(php.call("[msg_receive($q, 0, $t, 100, $x), $t, $x]"))
          .isEqualTo(Outcome.inJava(() -> List.of(true, 3, "Größe")));
    }

    @Test
    void valueSentByPhpIsPeekedAndReceivedAtThePrompt() {
      IpcKey key = kernel.freeKey();
      php.run("$q = msg_get_queue(" + key.value() + "); msg_send($q, 7, ['a' => [1, true]]);");
      String line = "type 7, 36 bytes: [\"a\" => [1, true]]\n";
      assertThat(Tool.run("queue", "peek", key.toString()).text()).isEqualTo(line);
      assertThat(Tool.run("queue", "receive", "" + key.value()).text()).isEqualTo(line);
      Tool.Result empty = Tool.run("queue", "receive", "--no-wait", key.toString());
      assertThat(empty.exit()).isEqualTo(REFUSED);
      assertThat(empty.err()).contains("no such message in queue with key " + key);
    }

    @Test
    void rawBytesPassThrough() {
      MessageQueue queue = kernel.queue();
      byte[] bytes = "\0\1\377;".getBytes(ISO_8859_1);
      Tool.runWith(bytes, "queue", "send", Tool.address(queue), "-", "--raw");
      assertThat(queue.peek(0)).contains(new Message(1, bytes));
      assertThat(Tool.run("queue", "receive", "--raw", Tool.address(queue)).out()).isEqualTo(bytes);
    }

    @Test
    void jsonIsTypedJsonBothWays() {
      MessageQueue queue = kernel.queue();
      String value = "{\"t\":\"array\",\"items\":[[{\"t\":\"int\",\"v\":\"0\"},{\"t\":\"null\"}]]}";
      Tool.run("queue", "send", Tool.address(queue), value, "--json");
      JsonObject received = Tool.run("queue", "receive", "--json", Tool.address(queue)).json();
      assertThat(received.get("type").getAsLong()).isEqualTo(1);
      assertThat(received.get("json")).isEqualTo(json(value));
      assertThat(Base64.getDecoder().decode(received.get("b64").getAsString()))
          .isEqualTo("a:1:{i:0;N;}".getBytes(UTF_8));
    }

    @Test
    void selectionIsThatOfMsgrcv() throws InterruptedException {
      MessageQueue queue = kernel.queue();
      for (int type : new int[] {3, 1, 2}) {
        queue.send(type, "i:7;".getBytes(UTF_8));
      }
      String id = Tool.address(queue);
      assertThat(Tool.run("queue", "receive", id, "--type", "-2").text()).startsWith("type 1");
      assertThat(Tool.run("queue", "receive", id, "--type", "3", "--except").text())
          .startsWith("type 2");
      assertThat(Tool.run("queue", "receive", id, "--type=3").text()).startsWith("type 3");
    }

    @Test
    void messageTooBigStays() throws InterruptedException {
      MessageQueue queue = kernel.queue();
      queue.send(1, "0123456789".getBytes(UTF_8));
      Tool.Result refused = Tool.run("queue", "receive", "--max", "4", Tool.address(queue));
      assertThat(refused.exit()).isEqualTo(REFUSED);
      assertThat(refused.err()).contains("larger than 4 bytes and stays in the queue");
      assertThat(
              Tool.run("queue", "receive", "--max=4", "--truncate", "--raw", Tool.address(queue))
                  .text())
          .isEqualTo("0123");
    }

    @Test
    void listAndStatTellTheFigures() throws InterruptedException {
      IpcKey key = kernel.freeKey();
      MessageQueue queue = MessageQueue.create(key, 0640);
      queue.send(1, new byte[5]);
      assertThat(Tool.run("queue", "list").text())
          .containsPattern(key + " +" + queue.id() + " +\\S+ +0640 +1 +5 ");
      JsonObject stat = Tool.run("queue", "stat", "--json", key.toString()).json();
      assertThat(stat.get("key").getAsInt()).isEqualTo(key.value());
      assertThat(stat.get("id").getAsInt()).isEqualTo(queue.id());
      assertThat(stat.get("messages").getAsInt()).isEqualTo(1);
      assertThat(stat.get("bytes").getAsInt()).isEqualTo(5);
      assertThat(Tool.run("queue", "stat", key.toString()).text())
          .contains("5 of " + queue.status().attributes().capacityBytes());
    }

    @Test
    void removedQueueIsGone() {
      IpcKey key = kernel.freeKey();
      MessageQueue.create(key);
      assertThat(Tool.run("queue", "remove", key.toString()).exit()).isEqualTo(DONE);
      assertThat(MessageQueue.exists(key)).isFalse();
      assertThat(Tool.run("queue", "remove", key.toString()).exit()).isEqualTo(REFUSED);
    }

    @Test
    void fileNamesAQueueAsFtokDoes(@TempDir Path folder) {
      IpcKey key = IpcKey.ftok(folder, 'q');
      kernel.owned(MessageQueue.create(key));
      assertThat(Tool.run("queue", "stat", folder + ":q").text()).contains(key.toString());
      Tool.Result missing = Tool.run("queue", "stat", folder + "/none:q");
      assertThat(missing.exit()).isEqualTo(REFUSED);
      assertThat(missing.err()).contains("No such file or directory").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
      "0, IPC_PRIVATE",
      "0x0, IPC_PRIVATE",
      "0x123456789, 32 bits",
      "0xzz, hexadecimal",
      "4294967296, 32 bits",
      "id:-1, an id is a number from 0",
      "id:x, an id is a number from 0",
      "queue, PATH:PROJECT",
      "'', PATH:PROJECT",
      "/tmp:ab, PATH:PROJECT"
    })
    void wrongKeyIsWrongUsageAndSaysWhy(String key, String reason) {
      Tool.Result result = Tool.run("queue", "stat", key);
      assertThat(result.exit()).isEqualTo(USAGE);
      assertThat(result.err()).contains("'" + key + "'").contains(reason);
    }

    @Test
    void refusalsNameTheValueAndTheLimit() {
      MessageQueue queue = kernel.queue();
      String id = Tool.address(queue);
      Tool.Result tooBig = Tool.runWith(new byte[8193], "queue", "send", id, "-", "--raw");
      assertThat(tooBig.exit()).isEqualTo(REFUSED);
      assertThat(tooBig.err()).contains("8193 bytes are above kernel.msgmax, 8192");
      Tool.Result type = Tool.run("queue", "send", id, "x", "--type", "0");
      assertThat(type.exit()).isEqualTo(REFUSED);
      assertThat(type.err()).contains("a message type is at least 1, not 0");
      queue.resize(3);
      Tool.Result never = Tool.run("queue", "send", id, "abcd", "--no-wait");
      assertThat(never.exit()).isEqualTo(REFUSED);
      assertThat(never.err())
          .contains("a message of 11 bytes never fits into", "whose capacity is 3 bytes");
      assertThat(queue.status().messages()).isZero();
      queue.resize(15);
      assertThat(Tool.run("queue", "send", id, "abcd", "--no-wait").exit()).isZero();
      Tool.Result full = Tool.run("queue", "send", id, "abcd", "--no-wait");
      assertThat(full.exit()).isEqualTo(REFUSED);
      assertThat(full.err()).contains("is full: 1 message with 11 of 15 bytes");
    }
  }

  @Nested
  class Usage {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "--help",
          "demo --help",
          "decode --help",
          "encode --help",
          "key --help",
          "queue --help",
          "queue send --help",
          "queue receive --help",
          "queue peek --help",
          "queue list --help",
          "queue stat --help",
          "queue move --help",
          "queue purge --help",
          "queue resize --help",
          "queue save --help",
          "queue restore --help",
          "queue remove --help",
          "list --help",
          "remove --help",
          "top --help",
          "doctor --help",
          "completion --help",
          "shm save --help",
          "shm restore --help",
          "shm --help",
          "shm list --help",
          "shm get --help",
          "shm put --help",
          "shm dump --help",
          "shm remove-var --help",
          "shm remove --help",
          "sem --help",
          "sem list --help",
          "sem show --help",
          "sem acquire --help",
          "sem remove --help"
        })
    void helpIsPrintedToStandardOutput(String arguments) {
      Tool.Result help = Tool.run(arguments.split(" "));
      assertThat(help.exit()).isEqualTo(DONE);
      assertThat(help.text()).contains("Usage: phpipc");
      assertThat(help.err()).isEmpty();
    }

    @Test
    void precisionThatPhpCannotHaveIsWrongUsage() {
      Tool.Result result = Tool.run("encode", "--precision", "0");
      assertThat(result.exit()).isEqualTo(USAGE);
      assertThat(result.err()).startsWith("phpipc: ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "frobnicate",
          "queue",
          "queue send 0x51",
          "key /tmp",
          "decode --nope",
          "shm",
          "queue peek 0x51 --type=-1",
          "queue receive 0x51 --all --count 1",
          "queue save 0x51 - --drain",
          "list --every 0",
          "shm get 0x51",
          "shm get 0x51 x",
          "shm put 0x51 1 x --size x",
          "sem",
          "sem acquire 0x51",
          "sem acquire 0x51 --places 0 --create -- true"
        })
    void wrongUsageEndsWithTwo(String arguments) {
      Tool.Result result = Tool.run(arguments.split(" "));
      assertThat(result.exit()).isEqualTo(USAGE);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).contains("Usage: phpipc");
    }
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
