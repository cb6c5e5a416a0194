package org.phpipc.cli.queue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import org.phpipc.cli.archive.PutBack;
import org.phpipc.cli.console.BoundProcess;
import org.phpipc.cli.console.Refusal;
import org.phpipc.sysv.Message;

/** A command that handles one message; if it fails, the message goes back to its queue. */
final class MessageCommand {
  private static final String TYPE_VARIABLE = "PHPIPC_TYPE";

  private final List<String> command;
  private final Message message;
  private final PutBack taken;

  /**
   * A command.
   *
   * @param taken the message as it was taken: it goes back if the command is ended with this
   *     process
   */
  MessageCommand(List<String> command, Message message, PutBack taken) {
    this.command = command;
    this.message = message;
    this.taken = taken;
  }

  /**
   * Runs it to its end.
   *
   * @param input for its standard input
   * @throws Refusal if it did not end with 0: the message goes back then
   */
  void run(byte[] input) {
    BoundProcess started = start();
    write(started.process(), input);
    int exit = started.exitValue();
    if (exit != 0) {
      throw new Refusal(
          command.get(0) + " ended with " + exit + ": its message is back in " + taken.queue());
    }
    taken.settle();
    started.unbind();
  }

  private BoundProcess start() {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT);
    builder.environment().put(TYPE_VARIABLE, Long.toString(message.type()));
    try {
      return BoundProcess.start(builder, this::ended);
    } catch (IOException e) {
      throw Refusal.of(
          "cannot run " + command.get(0) + ", the message is back in " + taken.queue(), e);
    }
  }

  private static void write(Process process, byte[] input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      // It need not read: its exit code tells.
    }
  }

  /** It was ended because this process is, which has to wait until the message is back. */
  private void ended(Process process) {
    if (process.exitValue() == 0) {
      taken.settle();
    }
    taken.send();
  }
}
