package org.phpipc.cli.queue;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phpipc.cli.archive.PutBack;
import org.phpipc.cli.console.Address;
import org.phpipc.cli.console.Output;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.view.QueueText;
import org.phpipc.cli.view.ValueOutput;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phpipc queue receive}. */
@Command(
    name = "receive",
    header = "Takes messages out of the queue and prints them.",
    mixinStandardHelpOptions = true,
    customSynopsis = "phpipc queue receive [OPTIONS] KEY [-- COMMAND...]",
    description = {
      "",
      "One message, unless --count or --all is given. It waits for a message unless --no-wait is",
      "given. With --raw the payload alone is written, byte for byte.",
      "",
      "COMMAND runs once for each message and reads it from its standard input; the variable",
      "PHPIPC_TYPE has its type. If it ends with another code than 0, or the message cannot be",
      "printed, the message goes back, as the last one of the queue, and nothing more is received.",
      "If this tool is killed by SIGKILL, COMMAND goes on with its message, which cannot go back."
    },
    footer = {
      "",
      "Examples:  phpipc queue receive 0x51 --json --no-wait",
      "           phpipc queue receive 0x51 --all --raw -- php job.php"
    })
public final class QueueReceiveCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private final Address.Key key = new Address.Key();
  @Mixin private final ValueOutput output = new ValueOutput();

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "The command to run for each message, after --.")
  private List<String> command = List.of();

  @Option(
      names = "--type",
      paramLabel = "N",
      description = "0: any type (default); N: type N; -N: the lowest type up to N.")
  private long type;

  @Option(names = "--except", description = "Any type except --type.")
  private boolean except;

  @Option(names = "--max", paramLabel = "BYTES", description = "Refuse a larger message; it stays.")
  private @Nullable Integer maxBytes;

  @Option(names = "--truncate", description = "With --max: cut a larger message instead.")
  private boolean truncate;

  @Option(names = "--no-wait", description = "Exit with 1 if there is no message.")
  private boolean noWait;

  @Option(names = "--count", paramLabel = "N", description = "Receive N messages.")
  private @Nullable Long count;

  @Option(names = "--all", description = "Receive until the queue is empty.")
  private boolean all;

  @Override
  public void run() {
    Selection which = selection();
    long most = most();
    MessageQueue queue = key.address.openQueue();
    for (long received = 0; received < most; received++) {
      Optional<Message> message = next(queue, which);
      if (message.isEmpty() && all) {
        return;
      }
      handle(message.orElseThrow(() -> new Refusal("no such message in " + queue)), queue);
    }
  }

  private Selection selection() {
    Selection which = except ? Selection.desiredExcept(type) : Selection.desired(type);
    if (maxBytes != null) {
      which = which.atMost((int) atLeastZero("--max", maxBytes));
    }
    return truncate ? which.truncating() : which;
  }

  private long most() {
    if (all && count != null) {
      throw new ParameterException(spec.commandLine(), "--all and --count exclude each other");
    }
    return all ? Long.MAX_VALUE : atLeastZero("--count", count == null ? 1 : count);
  }

  private long atLeastZero(String option, long value) {
    if (value < 0) {
      throw new ParameterException(spec.commandLine(), option + " must be at least 0");
    }
    return value;
  }

  private Optional<Message> next(MessageQueue queue, Selection which) {
    try {
      return noWait || all ? queue.tryReceive(which) : Optional.of(queue.receive(which));
    } catch (InterruptedException e) {
      throw new Refusal("interrupted; nothing was taken");
    }
  }

  private void handle(Message message, MessageQueue queue) {
    PutBack taken = new PutBack(message, queue);
    try {
      byte[] form = QueueText.form(message, output);
      if (command.isEmpty()) {
        Output.write(form);
      } else {
        new MessageCommand(command, message, taken).run(form);
      }
      taken.settle();
    } finally { // Whatever fails: nobody got the message.
      taken.send();
    }
  }
}
