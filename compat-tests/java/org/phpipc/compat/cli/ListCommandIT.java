package org.phpipc.compat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.testing.Tool.DONE;
import static org.phpipc.testing.Tool.USAGE;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;
import org.phpipc.testing.Tool;

/** {@code phpipc list} as a process, with PHP's objects. */
class ListCommandIT {
  /** A user without an account. */
  private static final int UNKNOWN = 1_999_999_999;

  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  private final IpcKey key = kernel.freeKey();

  /** The object of this test, as JSON. */
  private Optional<JsonObject> find(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    all[0] = "list";
    all[1] = "--json";
    Tool.Result list = Tool.run(all);
    assertThat(list.exit()).isEqualTo(DONE);
    for (JsonElement object : JsonParser.parseString(list.text()).getAsJsonArray()) {
      if (object.getAsJsonObject().get("key").getAsInt() == key.value()) {
        return Optional.of(object.getAsJsonObject());
      }
    }
    return Optional.empty();
  }

  private static JsonObject firstUse(JsonObject object) {
    return object.getAsJsonArray("last_uses").get(0).getAsJsonObject();
  }

  @Test
  void queueIsShownWithItsKeyFiguresAndTheProcessThatSent() {
    php.run("$q = msg_get_queue(" + key.value() + "); msg_send($q, 1, [true]);");
    String line =
        Tool.run("list").lines().stream()
            .filter(row -> row.contains(key.toString()))
            .findFirst()
            .orElseThrow();
    assertThat(line)
        .matches(
            String.format(
                Locale.ROOT,
                "queue +%s +%d +\\d+ +\\S+ +0666 +1 message with 14 of \\d+ bytes +\\d+ s +PHP values +sent by %d \\(.+\\)",
                key,
                key.value(),
                php.pid()));
  }

  @ParameterizedTest
  @CsvSource({
    "aToxOw==, PHP values",
    "cGxhaW4=, text",
    "/w==, other bytes",
    "AAAAAAAAAAAAAAYAhAAAAA==, tasks of Swoole 4.5.3 to 4.5.4"
  })
  void queueIsNamedByItsOldestMessage(String message, String content) throws Exception {
    MessageQueue queue = MessageQueue.create(key);
    queue.send(1, Base64.getDecoder().decode(message));
    queue.send(1, new byte[1]);
    assertThat(find().orElseThrow().get("content").getAsString()).isEqualTo(content);
    assertThat(queue.status().messages()).isEqualTo(2);
  }

  @Test
  void ownerAndCommandLineAreNamed() throws Exception {
    php.run("$q = msg_get_queue(" + key.value() + "); msg_send($q, 1, 1);");
    php.run("cli_set_process_title('jobs: worker 3');"); // It lives as long as the class.
    JsonObject queue = find().orElseThrow();
    String owner = System.getProperty("user.name");
    assertThat(queue.get("owner").getAsString()).isEqualTo(owner);
    assertThat(firstUse(queue).get("command_line").getAsString()).isEqualTo("jobs: worker 3");
    assertThat(firstUse(queue).get("program").getAsString()).startsWith("php");
    String line = Tool.run("list", "queue").text();
    assertThat(line).contains("sent by " + php.pid() + " (jobs: worker 3)");
  }

  @Test
  void ownerWhoIsKeptElsewhereIsNamed(@TempDir Path folder) throws Exception {
    Path getent = Files.writeString(folder.resolve("getent"), "#!/bin/sh\necho $1-anna:x:$2:0\n");
    Files.setPosixFilePermissions(getent, PosixFilePermissions.fromString("rwx------"));
    MessageQueue queue = MessageQueue.create(key);
    queue.change(attributes -> attributes.withOwner(UNKNOWN, attributes.gid()));
    String path = folder + File.pathSeparator + System.getenv("PATH");
    String list = Tool.runIn(path, new byte[0], "list", "queue").text();
    assertThat(list).containsPattern(key + " .* passwd-anna ");
    assertThat(Tool.runIn("/nonexistent", new byte[0], "list", "queue").text())
        .containsPattern(key + " .* " + UNKNOWN + " ");
  }

  @Test
  void semaphoreOfPhpIsRecognised() {
    php.run("$s = sem_get(" + key.value() + ", 5); sem_acquire($s);");
    JsonObject semaphore = find("semaphore").orElseThrow();
    assertThat(semaphore.get("kind").getAsString()).isEqualTo("semaphore");
    assertThat(semaphore.get("content").getAsString()).isEqualTo("PHP, 4 free, 1 open objects");
    assertThat(find("queue")).isEmpty();
    php.run("sem_release($s); unset($s);");
  }

  @Test
  void otherSemaphoresAreNot() {
    kernel.owned(SemaphoreSet.create(key, 2));
    assertThat(find().orElseThrow().get("content").getAsString()).isEqualTo("not PHP's");
  }

  @Test
  void segmentIsLookedIntoOnDemandOnly() {
    php.run("$s = shm_attach(" + key.value() + ", 500); shm_put_var($s, 1, 'x'); shm_detach($s);");
    JsonObject untouched = find().orElseThrow();
    assertThat(untouched.get("content").getAsString()).isEqualTo("not looked into");
    assertThat(untouched.get("last_pid").getAsLong()).isEqualTo(php.pid());
    JsonObject seen = find("--look").orElseThrow();
    assertThat(seen.get("content").getAsString()).isEqualTo("PHP, 1 variables");
    assertThat(Tool.run("list", "segment", "--look").text()).contains(" PHP, 1 variable ");
    assertThat(seen.get("bytes").getAsInt()).isEqualTo(500);
  }

  @Test
  void segmentOfOthersIsToldFromPhps() {
    php.run("shmop_open(" + key.value() + ", 'n', 0600, 64);");
    assertThat(find("--look").orElseThrow().get("content").getAsString())
        .isEqualTo("not PHP's variables");
  }

  @Test
  void objectWhoseUsersHaveEndedIsStale() throws Exception {
    String send = "$q = msg_get_queue(" + key.value() + "); msg_send($q, 1, 1);";
    assertThat(new ProcessBuilder("php", "-r", send).start().waitFor()).isZero();
    JsonObject queue = find("--stale").orElseThrow();
    assertThat(queue.get("stale").getAsBoolean()).isTrue();
    assertThat(firstUse(queue).get("alive").getAsBoolean()).isFalse();
    php.run("$q = msg_get_queue(" + key.value() + "); msg_send($q, 1, 2);");
    assertThat(find("--stale")).isEmpty();
    assertThat(firstUse(find().orElseThrow()).get("alive").getAsBoolean()).isTrue();
  }

  @Test
  void attachedSegmentIsNotStaleThoughItsMakerHasEnded() throws Exception {
    String make = "shm_attach(" + key.value() + ", 500);";
    assertThat(new ProcessBuilder("php", "-r", make).start().waitFor()).isZero();
    assertThat(find("--stale")).isPresent();
    php.run("$s = shm_attach(" + key.value() + ");");
    assertThat(find("--stale")).isEmpty();
    php.run("shm_detach($s);");
  }

  @Test
  void watchShowsWhatChanges() throws Exception {
    MessageQueue queue = MessageQueue.create(key);
    Process tool =
        new ProcessBuilder(Tool.command("list", "queue", "--json", "--watch", "--every", "0.1"))
            .start();
    try (BufferedReader lines = tool.inputReader(UTF_8)) {
      assertThat(lines.readLine()).contains("\"key\":" + key.value() + ",");
      queue.remove();
      String line = lines.readLine();
      while (line != null && line.contains("\"key\":" + key.value() + ",")) {
        line = lines.readLine();
      }
      assertThat(line).isNotNull();
    } finally {
      tool.destroy();
      tool.waitFor();
    }
  }

  @Test
  void unknownKindIsWrongUsage() {
    assertThat(Tool.run("list", "sockets").exit()).isEqualTo(USAGE);
  }
}
