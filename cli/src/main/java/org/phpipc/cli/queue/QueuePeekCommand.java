package org.phpipc.cli.queue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phpipc.cli.console.Address;
import org.phpipc.cli.console.Output;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.view.QueueText;
import org.phpipc.cli.view.ValueOutput;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code phpipc queue peek}. */
@Command(
    name = "peek",
    header = "Prints messages and leaves them in the queue.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "With --follow it goes on with those that come, until Ctrl-C or the queue is removed. It",
      "looks ten times a second: what came and was received in between is not seen. A reader that",
      "goes away is noticed with the next message."
    },
    footer = {
      "",
      "Examples:  phpipc queue peek 0x51 --type 3 --limit 10",
      "           phpipc queue peek 0x51 --index 0 --pretty",
      "           phpipc queue peek 0x51 --follow --json"
    })
public final class QueuePeekCommand implements Runnable {
  private static final long MILLIS_BETWEEN_LOOKS = 100;

  @Spec private CommandSpec spec;
  @Mixin private final Address.Key key = new Address.Key();
  @Mixin private final ValueOutput output = new ValueOutput();

  @Option(names = "--type", paramLabel = "N", description = "Only messages of this type.")
  private long type;

  @Option(
      names = "--index",
      paramLabel = "N",
      description = "Only message number N; 0 is the oldest.")
  private @Nullable Integer index;

  @Option(names = "--limit", paramLabel = "N", description = "Print at most N messages.")
  private @Nullable Integer limit;

  @Option(names = "--follow", description = "Also print new messages as they arrive.")
  private boolean follow;

  private long printed;

  @Override
  public void run() {
    if (isNegative(index) || isNegative(limit) || type < 0) {
      String complaint = "--index, --limit and --type must be at least 0";
      throw new ParameterException(spec.commandLine(), complaint);
    }
    MessageQueue queue = key.address.openQueue();
    Integer only = index;
    if (only != null) {
      print(queue.peek(only).orElseThrow(() -> missing(queue, only)));
    } else if (follow) {
      follow(new QueueView(queue));
    } else {
      printAll(queue);
    }
  }

  private static boolean isNegative(@Nullable Integer number) {
    return number != null && number < 0;
  }

  private static Refusal missing(MessageQueue queue, int index) {
    return new Refusal("no message " + index + " in " + queue);
  }

  private boolean isDone() {
    return limit != null && printed >= limit;
  }

  private void printAll(MessageQueue queue) {
    for (int i = 0; !isDone(); i++) {
      Optional<Message> message = queue.peek(i);
      if (message.isEmpty()) {
        return;
      }
      printWanted(message.get());
    }
  }

  private void follow(QueueView view) {
    try {
      while (!isDone()) {
        view.arrived().forEach(this::printWanted);
        Thread.sleep(MILLIS_BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      // Enough.
    }
  }

  private void printWanted(Message message) {
    if (!isDone() && (type == 0 || message.type() == type)) {
      print(message);
      printed++;
    }
  }

  private void print(Message message) {
    Output.write(QueueText.form(message, output));
  }
}
