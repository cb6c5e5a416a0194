package org.phpipc.compat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.testing.Tool.DONE;
import static org.phpipc.testing.Tool.REFUSED;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.PhpSemaphore;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;
import org.phpipc.testing.Tool;

/** {@code phpipc sem} as a process, with PHP on the other end. */
class SemaphoreCommandIT {
  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  private final IpcKey key = kernel.freeKey();
  private final String name = key.toString();

  @Test
  void commandRunsWhileTheSemaphoreIsHeld() {
    String code = "$m = sem_get(" + key.value() + "); exit(sem_acquire($m, true) ? 0 : 42);";
    assertThat(Tool.run("sem", "acquire", name, "--create", "--", "php", "-r", code).exit())
        .isEqualTo(42);
    SemaphoreSet set = SemaphoreSet.open(key);
    assertThat(set.value(0)).isEqualTo(1);
    assertThat(set.value(1)).isZero();
  }

  @Test
  void commandWaitsForPhp() throws Exception {
    php.run("$m = sem_get(" + key.value() + "); sem_acquire($m);");
    Process tool =
        new ProcessBuilder(Tool.command("sem", "acquire", name, "--", "echo", "now")).start();
    try {
      BlockedCalls.awaitWaiter(SemaphoreSet.open(key), 0);
      Tool.Result refused = Tool.run("sem", "acquire", name, "--no-wait", "--", "true");
      assertThat(refused.exit()).isEqualTo(REFUSED);
      assertThat(refused.err()).contains("no free place in semaphore set with key " + name);
      php.run("sem_release($m); unset($m);");
      assertThat(tool.getInputStream().readAllBytes()).asString().isEqualTo("now\n");
      assertThat(tool.waitFor()).isEqualTo(DONE);
    } finally {
      tool.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({"exit 7, 7", "exit 0, 0", "kill -9 $$, 137"})
  void exitCodeIsThatOfTheCommand(String script, int exit) {
    PhpSemaphore.openOrCreate(key).close();
    assertThat(Tool.run("sem", "acquire", name, "--", "sh", "-c", script).exit()).isEqualTo(exit);
  }

  @Test
  void commandThatIsNotThereIsRefused() {
    PhpSemaphore.openOrCreate(key).close();
    Tool.Result result = Tool.run("sem", "acquire", name, "--", "no-such-command");
    assertThat(result.exit()).isEqualTo(REFUSED);
    assertThat(result.err()).contains("cannot run no-such-command").hasLineCount(1);
    assertThat(SemaphoreSet.open(key).value(0)).isEqualTo(1);
  }

  @Test
  void endingTheToolEndsTheCommandBeforeTheSemaphoreIsFree() throws Exception {
    String script = "trap 'echo ended; exit' TERM; echo started; while :; do sleep 0.1; done";
    Process tool =
        new ProcessBuilder(
                Tool.command("sem", "acquire", name, "--create", "--", "sh", "-c", script))
            .start();
    try {
      assertThat(tool.getInputStream().readNBytes(8)).asString().isEqualTo("started\n");
      php.run("posix_kill(" + tool.pid() + ", SIGTERM);");
      assertThat(tool.getInputStream().readAllBytes()).asString().isEqualTo("ended\n");
      tool.waitFor();
      assertThat(SemaphoreSet.open(key).value(0)).isEqualTo(1);
    } finally {
      tool.destroyForcibly();
    }
  }

  @Test
  void semaphoreIsHeldUntilTheCommandEndsWhoeverIsKilled() throws Exception {
    Process tool =
        new ProcessBuilder(
                Tool.command(
                    "sem", "acquire", name, "--create", "--", "php", "-r", "echo 'x'; sleep(60);"))
            .start();
    try {
      assertThat(tool.getInputStream().readNBytes(1)).asString().isEqualTo("x");
      List<Integer> command = tool.descendants().map(child -> (int) child.pid()).toList();
      php.run("posix_kill(" + tool.pid() + ", SIGKILL);");
      tool.waitFor();
      assertThat(command).isEmpty();
      assertThat(SemaphoreSet.open(key).value(0)).isEqualTo(1);
      assertThat(SemaphoreSet.open(key).value(1)).isZero();
    } finally {
      tool.descendants().forEach(ProcessHandle::destroyForcibly);
      tool.destroyForcibly();
    }
  }

  @Test
  void commandGetsNoFileOfJavaAndNoBlockedSignal() {
    String code =
        "echo implode(' ', array_filter(scandir('/proc/self/fd'), fn ($f) => $f > 2"
            + " && is_link(\"/proc/self/fd/$f\")));"
            + " preg_match('/SigBlk:\\s*(\\w+)/', file_get_contents('/proc/self/status'), $m);"
            + " echo hexdec($m[1]);";
    assertThat(Tool.run("sem", "acquire", name, "--create", "--", "php", "-r", code).text())
        .isEqualTo("0");
  }

  @Test
  void scriptWithoutInterpreterIsRunByTheShell(@TempDir Path folder) throws Exception {
    Path script = Files.writeString(folder.resolve("job"), "echo \"$1\"; exit 3\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Tool.Result result =
        Tool.run("sem", "acquire", name, "--create", "--", script.toString(), "gr\u00fc\u00df");
    assertThat(result.text()).isEqualTo("gr\u00fc\u00df\n");
    assertThat(result.exit()).isEqualTo(3);
  }

  @Test
  void missingSemaphoreIsRefusedAndPlacesAreLeftAsTheyAre() {
    assertThat(Tool.run("sem", "acquire", name, "--", "true").exit()).isEqualTo(REFUSED);
    php.run("$m = sem_get(" + key.value() + ", 5); unset($m);");
    assertThat(Tool.run("sem", "acquire", name, "--", "true").exit()).isEqualTo(DONE);
    assertThat(SemaphoreSet.open(key).value(0)).isEqualTo(5);
    String id = "id:" + SemaphoreSet.open(key).id();
    assertThat(Tool.run("sem", "acquire", id, "--", "true").exit()).isEqualTo(DONE);
    assertThat(SemaphoreSet.open(key).value(0)).isEqualTo(5);
  }

  @Test
  void showTellsTheCountersAndWhoWaits() throws InterruptedException {
    try (PhpSemaphore mine = PhpSemaphore.openOrCreate(key)) {
      mine.acquire();
      php.run("$m = sem_get(" + key.value() + ");");
      CompletableFuture<Outcome> waiter = php.begin("sem_acquire($m)");
      BlockedCalls.awaitWaiter(mine.set(), 0);
      long pid = ProcessHandle.current().pid();
      assertThat(Tool.run("sem", "show", name).text())
          .containsPattern("0 +free places +0 +1 +0 +" + pid + " /")
          .containsPattern("1 +open objects +2 +0 +0 +" + php.pid() + " /")
          .containsPattern("2 +being opened +0 +0 +0 +" + php.pid() + " /")
          .containsPattern("waiting: " + php.pid() + " /");
      JsonObject json = Tool.run("sem", "show", "--json", name).json();
      assertThat(json.getAsJsonArray("waiting_pids")).hasToString("[" + php.pid() + "]");
      assertThat(json.getAsJsonArray("counters").get(0).getAsJsonObject().get("waiting").getAsInt())
          .isEqualTo(1);
      mine.release();
      assertThat(waiter.join().read()).isEqualTo(true);
    }
    php.run("unset($m);");
  }

  @Test
  void listAndRemove() {
    SemaphoreSet set = SemaphoreSet.create(key, 4, 0640);
    assertThat(Tool.run("sem", "list").text())
        .containsPattern(name + " +" + set.id() + " +\\S+ +0640 +4 +never");
    assertThat(Tool.run("sem", "list", "--json").text()).contains("\"id\":" + set.id() + ",");
    assertThat(Tool.run("sem", "remove", name).exit()).isEqualTo(DONE);
    assertThat(SemaphoreSet.exists(key)).isFalse();
    assertThat(Tool.run("sem", "remove", name).exit()).isEqualTo(REFUSED);
  }
}
