package org.phpipc.compat.swoole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.testing.Tool;

/**
 * A full disk and a small {@code kernel.msgmax}, made in namespaces of their own, where they bother
 * nobody. The queues there end with their namespace.
 */
class TaskLimitsIT {
  private static final List<String> NAMESPACES = List.of("unshare", "--ipc", "--mount");

  @TempDir private Path spool;

  @BeforeAll
  static void namespacesAreAllowed() throws Exception {
    String both = "mount -t tmpfs none /mnt && echo 8192 > /proc/sys/kernel/msgmax";
    assumeTrue(
        start(Path.of("/tmp"), List.of("sh", "-c", both)).waitFor() == 0,
        "no namespaces of their own for tests (unshare --ipc --mount): root has them");
  }

  @Test
  void fullDiskRefusesTheTaskAndKeepsNoHalfFile() throws Exception {
    List<String> lines =
        inNamespaces(
            """
            mount -t tmpfs -o size=64k none "$SPOOL"
            "$@" queue send 0x77 first --create
            head -c 1000000 /dev/zero | "$@" task dispatch 0x77 --generation 6.2 --worker 0 --spool "$SPOOL" - ||
              echo "exit code $?"
            echo "$(ls -A "$SPOOL" | wc -l) files"
            "$@" queue peek 0x77
            head -c 10000 /dev/zero | "$@" task dispatch 0x77 --generation 6.2 --worker 0 --spool "$SPOOL" - > /dev/null
            echo "$(ls -A "$SPOOL" | wc -l) files"
            """);
    assertThat(lines.get(0))
        .startsWith("phpipc: the payload of 1000000 bytes cannot be spilled to " + spool)
        .endsWith("No space left on device");
    assertThat(lines.subList(1, 4))
        .containsExactly("exit code 1", "0 files", "type 1, 12 bytes: \"first\"");
    assertThat(lines.subList(4, lines.size())).containsExactly("1 files");
  }

  @Test
  void packetAboveASmallMsgmaxIsRefusedWithTheLimit() throws Exception {
    List<String> lines =
        inNamespaces(
            """
            echo 4096 > /proc/sys/kernel/msgmax
            "$@" queue send 0x77 first --create
            head -c 4057 /dev/zero | "$@" task dispatch 0x77 --generation 6.2 --worker 0 --spool "$SPOOL" - ||
              echo "exit code $?"
            "$@" queue peek 0x77
            head -c 4056 /dev/zero | "$@" task dispatch 0x77 --generation 6.2 --worker 0 --spool "$SPOOL" - --id 5
            """);
    assertThat(lines.get(0)).contains("4097 bytes are above kernel.msgmax, 4096");
    assertThat(lines.subList(1, lines.size()))
        .containsExactly("exit code 1", "type 1, 12 bytes: \"first\"", "5");
  }

  /** What a script prints in which {@code "$@"} is the tool. */
  private List<String> inNamespaces(String script) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-e", "-c", script, "sh"));
    command.addAll(Tool.command());
    Process process = start(spool, command);
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).describedAs(out).isZero();
    return out.lines().toList();
  }

  private static Process start(Path spool, List<String> command) throws IOException {
    List<String> whole = new ArrayList<>(NAMESPACES);
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
    builder.environment().put("SPOOL", spool.toString());
    return builder.start();
  }
}
