package org.phpipc.compat.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.testing.ExampleProcess;
import org.phpipc.testing.ExampleProcess.Language;
import org.phpipc.testing.Php;

/** The examples with children, each with parent and children in both languages. */
public class ChildExamplesIT {
  /** Not asked anything: it says whether there is a PHP. */
  @RegisterExtension private static final Php php = new Php();

  @TempDir private static Path classes;
  @TempDir private Path folder;

  /** What each prints. */
  public static final Map<String, String> OUTPUTS =
      Map.of(
          "ParentChildPipe", "read: hello from the child\nread: and goodbye\nexit status 0\n",
          "PipeClass", "some bytes: head:\nall the rest: 200000 bytes\n",
          "ParentChildQueue", "job 7: 42\n",
          "RequestReply", "one -> ONE\ntwo -> TWO\nend -> END\n",
          "ProducerConsumers", "100000 jobs, sum 5000050000\n",
          "Counter", "counted to 10000\n",
          "ShmText", "child read: Grüße\n",
          "ByPid", "exit status 0\n".repeat(3),
          "TaskDispatcher", "11 results, sum 100385\nexit status 0\n");

  @BeforeAll
  static void compile() throws Exception {
    ExampleProcess.compile(classes);
  }

  static Stream<Arguments> examples() {
    return OUTPUTS.keySet().stream().sorted().flatMap(ChildExamplesIT::languages);
  }

  private static Stream<Arguments> languages(String name) {
    return Stream.of(Language.values())
        .flatMap(
            parent -> Stream.of(Language.values()).map(child -> Arguments.of(name, parent, child)));
  }

  @ParameterizedTest(name = "{0}: {1} with children in {2}")
  @MethodSource("examples")
  void exampleDoesItsWorkAndLeavesNothingBehind(String name, Language parent, Language children)
      throws Exception {
    Path key = Files.createFile(folder.resolve("key"));
    try (ExampleProcess example = ExampleProcess.start(name, classes, key, parent, children)) {
      assertThat(example.output()).isEqualTo(OUTPUTS.get(name));
      assertThat(example.process().await()).hasToString("exit status 0");
      assertThat(example.session()).isEmpty();
      assertThat(folder.toFile().list()).containsExactly("key");
    } finally {
      assertNothingIsLeft(key);
    }
  }

  private static void assertNothingIsLeft(Path key) {
    for (char project : new char[] {'q', 'r', 'c', 'm'}) {
      IpcKey ipcKey = IpcKey.ftok(key, project);
      boolean queue = MessageQueue.exists(ipcKey);
      boolean set = SemaphoreSet.exists(ipcKey);
      boolean segment = SharedSegment.exists(ipcKey);
      if (queue) {
        MessageQueue.open(ipcKey).remove();
      }
      if (set) {
        SemaphoreSet.open(ipcKey).remove();
      }
      if (segment) {
        SharedSegment.open(ipcKey).remove();
      }
      assertThat(queue || set || segment).describedAs("left under %s", ipcKey).isFalse();
    }
  }
}
