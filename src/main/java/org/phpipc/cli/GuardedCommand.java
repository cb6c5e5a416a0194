package org.phpipc.cli;

import java.io.IOException;
import java.util.List;

/** A command that runs in the foreground while this process holds something for it. */
final class GuardedCommand {
  private GuardedCommand() {}

  /** Runs it to its end; gives its exit code, 128 and the number where a signal ended it. */
  static int run(List<String> command) {
    Process process;
    try {
      process = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      throw new Refusal("cannot run " + command.get(0) + ": " + e.getMessage());
    }
    // Who ends this process ends the command, and what is held is held until then.
    Thread end = new Thread(() -> end(process));
    Runtime.getRuntime().addShutdownHook(end);
    return process.onExit().join().exitValue();
  }

  private static void end(Process process) {
    process.destroy();
    process.onExit().join();
  }
}
