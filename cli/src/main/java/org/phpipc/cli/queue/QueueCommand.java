package org.phpipc.cli.queue;

import org.phpipc.cli.console.Address;
import org.phpipc.cli.console.Notice;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.convert.ValueInput;
import org.phpipc.cli.object.KernelObject;
import org.phpipc.cli.object.Removal;
import org.phpipc.cli.text.Count;
import org.phpipc.cli.view.QueueText;
import org.phpipc.cli.view.StatusText;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phpipc queue}: message queues. */
@Command(
    name = "queue",
    header = "Looks into message queues, sends and receives.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "KEY is " + Address.FORMS + ".",
      "",
      "Examples:  phpipc queue list",
      "           phpipc queue send 0x51 hello --create",
      "           phpipc queue peek 0x51",
      "           phpipc queue receive 0x51 --json --no-wait"
    })
public final class QueueCommand {
  @Spec private CommandSpec spec;

  @Command(header = "Lists every queue of this IPC namespace.", mixinStandardHelpOptions = true)
  void list(@Option(names = "--json", description = "Print JSON.") boolean json) {
    StatusText.print(MessageQueue.list(), json, QueueText::json, QueueText::table);
  }

  @Command(
      header = "Sends one message.",
      mixinStandardHelpOptions = true,
      description = {
        "",
        "MESSAGE is text, or with --json typed JSON, with --php a PHP literal. A single dash",
        "reads it from standard input, --file from a file."
      },
      footer = {
        "",
        "Examples:  phpipc queue send 0x51 hello --create",
        "           phpipc queue send 0x51 --php \"['job' => 42, 'files' => ['a.png']]\" --type 3"
      })
  void send(
      @Mixin Address.Key key,
      @Parameters(
              index = "1",
              paramLabel = "MESSAGE",
              description = "Text, JSON, PHP, a file, or -.")
          String message,
      @Option(
              names = "--type",
              paramLabel = "N",
              defaultValue = "1",
              description = "Message type, at least 1 (default ${DEFAULT-VALUE}).")
          long type,
      @Mixin ValueInput input,
      @Option(names = "--create", description = "Create the queue if there is none (mode 0600).")
          boolean create,
      @Option(names = "--no-wait", description = "Give up where the queue is full.") boolean noWait)
      throws InterruptedException {
    byte[] payload = input.bytes(message);
    MessageQueue queue =
        create ? key.address.openOrCreateQueue(MessageQueue.DEFAULT_MODE) : key.address.openQueue();
    QueueText.requireCapacity(queue, payload.length);
    if (!noWait) {
      queue.send(type, payload);
    } else if (!queue.trySend(type, payload)) {
      throw new Refusal(queue + " is full: " + QueueText.fill(queue.status()));
    }
  }

  @Command(
      header = "Throws away the messages of a queue.",
      mixinStandardHelpOptions = true,
      description = {"", "Those that it has when the command starts."},
      footer = {"", "Example:  phpipc queue purge 0x51 --type 3"})
  void purge(
      @Mixin Address.Key key,
      @Option(
              names = "--type",
              paramLabel = "N",
              defaultValue = "0",
              description = "0: any type (default); N: type N; -N: all types up to N.")
          long type) {
    MessageQueue queue = key.address.openQueue();
    Selection which = Selection.desired(type).atMost(0).truncating();
    long messages = queue.status().messages();
    long purged = 0;
    while (purged < messages && queue.tryReceive(which).isPresent()) {
      purged++;
    }
    Notice.say(Count.of(purged, "message") + " purged from " + queue);
  }

  @Command(
      header = "Sets how many bytes the messages of a queue may have together.",
      mixinStandardHelpOptions = true,
      description = {"", "More than kernel.msgmnb needs root's rights (CAP_SYS_RESOURCE)."},
      footer = {"", "Example:  phpipc queue resize 0x51 65536"})
  void resize(
      @Mixin Address.Key key, @Parameters(index = "1", paramLabel = "BYTES") long capacityBytes) {
    if (capacityBytes < 0) {
      throw new ParameterException(spec.commandLine(), "BYTES must be at least 0");
    }
    key.address.openQueue().resize(capacityBytes);
  }

  @Command(
      header = "Destroys a queue with all its messages.",
      mixinStandardHelpOptions = true,
      description = {"", "Not while who sent or received last is alive, unless --force is given."},
      footer = {"", "Example:  phpipc queue remove 0x51 --yes"})
  void remove(@Mixin Address.Key key, @Mixin Removal removal) {
    MessageQueue queue = key.address.openQueue();
    removal.confirm(KernelObject.Kind.QUEUE, queue.id());
    queue.remove();
  }
}
