package org.phpipc.compat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.testing.Tool.DONE;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phpipc.sysv.KernelBinding;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.QueueLimits;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;
import org.phpipc.testing.Shell;
import org.phpipc.testing.Tool;

/** {@code phpipc doctor} as a process, beside a real PHP. */
class DoctorCommandIT {
  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path folder;

  private static Map<String, JsonObject> findings(Tool.Result doctor) {
    return findings(doctor.text());
  }

  private static Map<String, JsonObject> findings(String json) {
    Map<String, JsonObject> findings = new HashMap<>();
    for (JsonElement finding : JsonParser.parseString(json).getAsJsonArray()) {
      findings.put(
          finding.getAsJsonObject().get("subject").getAsString(), finding.getAsJsonObject());
    }
    return findings;
  }

  private static String level(JsonObject finding) {
    return finding.get("level").getAsString();
  }

  private static String text(JsonObject finding) {
    return finding.get("finding").getAsString();
  }

  @Test
  void everythingIsFoundAndNamed() {
    Tool.Result doctor = Tool.run("doctor", "--json");
    Map<String, JsonObject> findings = findings(doctor);
    assertThat(text(findings.get("PHP")))
        .startsWith("PHP " + php.call("PHP_VERSION").read() + " with sysvmsg ")
        .contains(", sysvshm " + php.call("phpversion('sysvshm')").read() + ", ")
        .contains(", shmop ", ", posix ");
    assertThat(text(findings.get("Java"))).endsWith(", binding " + KernelBinding.name());
    assertThat(level(findings.get("native access"))).isEqualTo("ok");
    assertThat(level(findings.get("round trip"))).isEqualTo("ok");
    assertThat(text(findings.get("queues"))).contains(" of " + QueueLimits.read().msgmni() + " ");
    assertThat(findings).containsKeys("Swoole", "IPC namespace", "permissions", "segments");
    assertThat(doctor.exit()).isEqualTo(DONE);
  }

  @Test
  void missingPhpIsAWarningWithAdvice() {
    JsonObject finding =
        findings(Tool.runIn(folder.toString(), new byte[0], "doctor", "--json")).get("PHP");
    assertThat(level(finding)).isEqualTo("warning");
    assertThat(finding.get("advice").getAsString()).contains("apt-get install php-cli");
  }

  /** A script stands for PHP, whose answer is a line of JSON. */
  @ParameterizedTest
  @CsvSource({
    "5.1.8, ok, 'swoole 5.1.8, task packets of 4.8.0: --generation 5.1.8'",
    "9.0.1, warning, 'swoole 9.0.1, whose task packets phpipc does not know'"
  })
  void swooleIsNamedWithItsGeneration(String version, String level, String text) throws Exception {
    Path fake = folder.resolve("php");
    String answer = "{\"php\":\"8.2.1\",\"swoole\":\"" + version + "\"}";
    Files.writeString(fake, "#!/bin/sh\necho '" + answer + "'\n");
    assertThat(fake.toFile().setExecutable(true)).isTrue();
    JsonObject swoole =
        findings(Tool.runIn(folder.toString(), new byte[0], "doctor", "--json")).get("Swoole");
    assertThat(level(swoole)).isEqualTo(level);
    assertThat(text(swoole)).isEqualTo(text);
  }

  @Test
  void phpWithoutItsExtensionsIsAProblem() throws Exception {
    Path bare = folder.resolve("php");
    String php = Path.of("/proc", "" + DoctorCommandIT.php.pid(), "exe").toRealPath().toString();
    Files.writeString(bare, "#!/bin/sh\nexec " + php + " -n \"$@\"\n");
    assertThat(bare.toFile().setExecutable(true)).isTrue();
    Tool.Result doctor = Tool.runIn(folder.toString(), new byte[0], "doctor");
    boolean builtIn =
        new ProcessBuilder(php, "-n", "-r", "exit(extension_loaded('sysvmsg') ? 0 : 1);")
                .start()
                .waitFor()
            == 0;
    assertThat(doctor.exit()).isEqualTo(builtIn ? DONE : Tool.REFUSED);
    assertThat(doctor.text().contains("problem  PHP: PHP ")).isEqualTo(!builtIn);
  }

  @Test
  void jnaThatCannotLoadIsAProblemWithARemedyAndTheRestIsLookedAt() {
    List<String> command = Tool.command("doctor", "--json");
    command.addAll(
        1,
        List.of(
            "-Djna.nosys=true",
            "-Djna.noclasspath=true",
            "-Djna.boot.library.path=" + folder.resolve("missing")));
    Shell.Result doctor = Shell.run(command);
    assertThat(doctor.exit()).isEqualTo(Tool.REFUSED);
    Map<String, JsonObject> findings = findings(doctor.out());
    assertThat(level(findings.get("JNA"))).isEqualTo("problem");
    assertThat(text(findings.get("JNA")))
        .startsWith("JNA cannot load its native library: ")
        .contains("-Djna.tmpdir=DIR", "-Djna.boot.library.path=DIR");
    assertThat(level(findings.get("PHP"))).isEqualTo("ok");
    assertThat(level(findings.get("IPC namespace"))).isIn("ok", "warning");
    boolean needsJna = KernelBinding.name().equals("jna");
    assertThat(level(findings.get("Java"))).isEqualTo(needsJna ? "problem" : "ok");
    assertThat(findings.containsKey("round trip")).isNotEqualTo(needsJna);
  }

  @Test
  void fullQueueIsAWarning() {
    MessageQueue queue = MessageQueue.create(kernel.freeKey());
    php.run("$q = msg_get_queue(" + queue.status().key().value() + ");");
    queue.resize(10);
    php.run("msg_send($q, 1, '123456789', false);");
    JsonObject full = findings(Tool.run("doctor", "--json")).get("full queues");
    assertThat(level(full)).isEqualTo("warning");
    assertThat(text(full)).contains("(id " + queue.id() + ")");
  }

  @Test
  void linesAreForPeopleAndWithoutColoursInAPipe() {
    assertThat(Tool.run("doctor").text())
        .contains("ok       round trip: a message was sent")
        .doesNotContain("\033");
  }
}
