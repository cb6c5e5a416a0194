package org.phpipc.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/** A command that handles one message; where it fails the message goes back to its queue. */
final class MessageCommand {
  private static final String TYPE_VARIABLE = "PHPIPC_TYPE";

  private final List<String> command;
  private final MessageQueue queue;
  private final Message message;
  private boolean settled;

  MessageCommand(List<String> command, MessageQueue queue, Message message) {
    this.command = command;
    this.queue = queue;
    this.message = message;
  }

  /**
   * Runs it to its end.
   *
   * @param input for its standard input
   * @throws Refusal where it did not end with 0; the message is back then
   */
  void run(byte[] input) {
    BoundProcess started = start();
    write(started.process(), input);
    int exit = started.exitValue();
    if (exit != 0) {
      putBack();
      throw new Refusal(
          command.get(0) + " ended with " + exit + ": its message is back in " + queue);
    }
    settle();
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
      putBack();
      throw Refusal.of("cannot run " + command.get(0) + ", the message is back in " + queue, e);
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
      settle();
    }
    putBack();
  }

  private synchronized void settle() {
    settled = true;
  }

  /** Once. */
  private synchronized void putBack() {
    if (!settled) {
      settled = true;
      PutBack.send(message, queue);
    }
  }
}
