package org.phpipc.compat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.PhpSemaphore;
import org.phpipc.testing.KernelObjects;

/** The script {@code bin/phpipc}, in a copy of the project that has nothing to build. */
class LauncherIT {
  private static final Path SCRIPT = Path.of("bin/phpipc");
  private static final Path LIBRARY = Path.of("bin/lib/build.sh");

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private static Path project;

  private final IpcKey key = kernel.freeKey();

  @BeforeAll
  static void copy() throws IOException {
    Files.createDirectories(project.resolve(LIBRARY).getParent());
    for (Path file : new Path[] {SCRIPT, LIBRARY}) {
      Files.copy(file, project.resolve(file));
    }
    for (String folder : new String[] {"src/main", "cli/src/main", "php-interop", "examples"}) {
      Files.createDirectories(project.resolve(folder));
    }
    for (String file : new String[] {"pom.xml", "src/pom.xml", "cli/pom.xml"}) {
      Files.createFile(project.resolve(file));
    }
    Path jar = Path.of(System.getProperty("phpipc.cli.jar")).toAbsolutePath();
    Path target = Files.createDirectory(project.resolve("cli/target"));
    Files.createSymbolicLink(target.resolve("phpipc-cli-0-all.jar"), jar);
    Path java = Path.of(System.getProperty("java.home"), "bin/java").toRealPath().getParent();
    String archive = "classes" + java.toString().replace('/', '-') + ".jsa";
    Files.createFile(target.resolve(archive)); // Java starts without what is no archive.
  }

  /** Runs a line of a shell in which {@code phpipc} is the script. */
  private static String run(String line, Map<String, String> environment) throws Exception {
    String function = "phpipc() { " + project.resolve(SCRIPT) + " \"$@\"; }; ";
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", function + line);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return out;
  }

  private static String run(String line) throws Exception {
    return run(line, Map.of());
  }

  @Test
  void closedStandardInputIsNoFileOfJava() throws Exception {
    MessageQueue queue = MessageQueue.create(key);
    assertThat(run("phpipc queue send " + key + " - <&-; echo $?")).isEqualTo("0\n");
    assertThat(queue.receive().payload()).asString().isEqualTo("s:0:\"\";");
  }

  @Test
  void commandGetsNoFileOfJavaForAClosedStream() throws Exception {
    try (PhpSemaphore semaphore = PhpSemaphore.openOrCreate(key)) {
      String links = "readlink /proc/self/fd/0 /proc/self/fd/2";
      assertThat(run("phpipc sem acquire " + key + " -- " + links + " <&- 2>&-"))
          .isEqualTo("/dev/null\n/dev/null\n");
      semaphore.remove();
    }
  }

  @Test
  void closedStandardOutputIsRefused() throws Exception {
    assertThat(run("phpipc key / a >&- <&-; echo $?"))
        .startsWith("phpipc: cannot write to standard output: ")
        .endsWith("\n1\n");
  }

  @Test
  void closedStandardErrorTakesNothingFromTheOutput() throws Exception {
    assertThat(run("phpipc key / a 2>&- | wc -l; phpipc queue stat 0x7ffffff1 2>&-; echo $?"))
        .isEqualTo("1\n1\n");
  }

  @ParameterizedTest
  @CsvSource({"en_US.utf-8, ''", "C, C.UTF-8"})
  void localeIsReplacedOnlyIfItDoesNotKnowUtf8(String locale, String replaced) throws Exception {
    MessageQueue.create(key).send(1, new byte[1]);
    String receive = "phpipc queue receive " + key + " -- sh -c 'echo $LC_ALL'";
    assertThat(run(receive, Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", locale)))
        .isEqualTo(replaced + "\n");
  }
}
