package org.phpipc.compat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.testing.Tool.DONE;
import static org.phpipc.testing.Tool.USAGE;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.phpipc.compat.documents.ChildExamplesIT;
import org.phpipc.process.Processes;
import org.phpipc.process.Signal;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Tool;

/** {@code phpipc example}: each script runs with one command. */
class ExampleCommandIT {
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path folder;

  static Stream<String> names() {
    return ChildExamplesIT.OUTPUTS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("names")
  void exampleRuns(String name) {
    Tool.Result example = Tool.run("example", name);
    assertThat(example.text()).isEqualTo(ChildExamplesIT.OUTPUTS.get(name));
    assertThat(example.exit()).isEqualTo(DONE);
  }

  @Test
  void argumentsAreHandedOn() {
    kernel.owned(MessageQueue.create(IpcKey.ftok(folder, 'q')));
    String file = folder.toString();
    assertThat(Tool.run("example", "Queue", file, "send").exit()).isEqualTo(DONE);
    assertThat(Tool.run("example", "Queue", file, "receive").text())
        .isEqualTo("type 1, job 42, b.png\n");
  }

  @Test
  void masterRunsUntilItIsStopped() throws Exception {
    Process tool = new ProcessBuilder(Tool.command("example", "TaskMaster")).start();
    try (BufferedReader out = tool.inputReader(UTF_8)) {
      String master = out.readLine();
      assertThat(master).matches("master \\d+");
      Processes.kill(Integer.parseInt(master.substring("master ".length())), Signal.TERM.number());
      assertThat(out.readLine()).isEqualTo("stopped");
      assertThat(tool.waitFor()).isEqualTo(DONE);
    } finally {
      tool.destroy();
    }
  }

  @Test
  void theyAreListedAndAllAreThere() throws IOException {
    List<String> listed =
        Tool.run("example").lines().stream().skip(1).map(line -> line.split(" ")[0]).toList();
    assertThat(listed).isEqualTo(scripts("examples", ".java"));
    assertThat(listed).isEqualTo(scripts("php-interop/examples", ".php"));
    assertThat(Tool.run("--help").text()).containsPattern("\n +example +Runs one of the scripts");
  }

  private static List<String> scripts(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files
          .map(file -> file.getFileName().toString().replace(ending, ""))
          .filter(name -> !name.equals("Start"))
          .sorted()
          .toList();
    }
  }

  @Test
  void nameThatIsNoneIsWrongUsage() {
    Tool.Result wrong = Tool.run("example", "Start");
    assertThat(wrong.exit()).isEqualTo(USAGE);
    assertThat(wrong.err()).contains("'Start'").contains("TaskMaster");
  }
}
