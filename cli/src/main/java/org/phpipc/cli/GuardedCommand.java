package org.phpipc.cli;

import java.io.IOException;
import java.util.List;

/** A command that runs in the foreground while this process holds something for it. */
final class GuardedCommand {
  private GuardedCommand() {}

  /** Runs it to its end; gives its exit code, 128 and the number where a signal ended it. */
  static int run(List<String> command) {
    try {
      // What is held is held until the command has ended, whoever ends it.
      return BoundProcess.start(new ProcessBuilder(command).inheritIO(), ended -> {}).exitValue();
    } catch (IOException e) {
      throw Refusal.of("cannot run " + command.get(0), e);
    }
  }
}
