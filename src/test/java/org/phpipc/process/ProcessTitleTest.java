package org.phpipc.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTitleTest {
  @TempDir private Path folder;

  @Test
  void psShowsTheTitleAndCKeepsItsEnvironment() throws Exception {
    assertThat(output(() -> show("phpipc: worker")))
        .isEqualTo("phpipc: worker\nenvironment kept\n");
  }

  @Test
  void titleLongerThanTheArgumentsIsShownAsAWhole() throws Exception {
    assertThat(output(() -> show("x".repeat(ProcessTitle.own().room()))))
        .matches("x{1000,}\nenvironment kept\n");
  }

  @Test
  void titleIsNotFoundIfTheKernelLeavesFieldsOut() {
    String fields = "12 (a (b) c) S" + " 7".repeat(41);
    assertThat(ProcessTitle.of(fields)).isEmpty();
    assertThat(ProcessTitle.of(fields + " 0".repeat(8))).isEmpty();
    assertThat(ProcessTitle.find()).isPresent();
  }

  private static void show(String title) throws Exception {
    ProcessTitle.own().set(title.getBytes(UTF_8));
    ProcessSpawner.of("ps", "-ww", "-o", "args=", "-p", "" + Processes.pid()).start().await();
    ProcessSpawner.of("sh", "-c", "[ -n \"$PATH\" ] && echo environment kept").start().await();
  }

  private String output(SerializableRunnable task) throws Exception {
    Path out = folder.resolve("out");
    JavaChild.start(task, how -> how.redirectTo(1, out)).await();
    return java.nio.file.Files.readString(out);
  }
}
