package org.phpipc.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Runs lines of a shell as a user types them, for what only a shell can set up. */
public final class Shell {
  private Shell() {}

  /** How a script ended; its errors are among the output. */
  public record Result(int exit, String out) {}

  public static Result run(String script) {
    return run(List.of("bash", "-c", script));
  }

  /** Runs the script as root in an IPC namespace of its own, whose limits it may change. */
  public static Result runInNamespace(String script) {
    requireNamespaces("--ipc");
    return run(List.of("unshare", "--ipc", "bash", "-c", script));
  }

  /** Aborts the test if this user may not make such namespaces. */
  public static void requireNamespaces(String... options) {
    String all = String.join(" ", options);
    assumeTrue(run("unshare " + all + " true").exit() == 0, "unshare " + all + " needs root");
  }

  /** The tool's command line, quoted for the shell. */
  public static String tool(String... arguments) {
    return quoted(Tool.command(arguments));
  }

  public static String quoted(List<String> command) {
    return command.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  public static Result run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), out);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(command + " cannot be run", e);
    }
  }
}
