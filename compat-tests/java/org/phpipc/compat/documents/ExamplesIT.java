package org.phpipc.compat.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.Jvm;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;

/** The examples in both languages meet on one queue. */
class ExamplesIT {
  @RegisterExtension static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path folder;

  @BeforeEach
  void ownTheQueue() {
    kernel.owned(MessageQueue.create(IpcKey.ftok(folder, 'q')));
  }

  @Test
  void queueOfPhpIsReadByJava() throws Exception {
    assertThat(inPhp("send")).isEmpty();
    assertThat(inJava("receive")).isEqualTo("type 1, job 42, b.png\n");
  }

  @Test
  void queueOfJavaIsReadByPhp() throws Exception {
    assertThat(inJava("send")).isEmpty();
    assertThat(inPhp("receive")).isEqualTo("type 1, job 42, b.png\n");
  }

  @Test
  void emptyQueueHasTheSameErrorCodeInBoth() throws Exception {
    assertThat(inPhp("receive")).isEqualTo("nothing: error 42\n").isEqualTo(inJava("receive"));
  }

  private String inPhp(String role) throws Exception {
    return run("php", "php-interop/examples/Queue.php", folder.toString(), role);
  }

  private String inJava(String role) throws Exception {
    String jar = System.getProperty("phpipc.cli.jar");
    List<String> command = Jvm.command("--enable-native-access=ALL-UNNAMED", "-cp", jar);
    command.addAll(List.of("examples/Queue.java", folder.toString(), role));
    return run(command.toArray(String[]::new));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return out;
  }
}
