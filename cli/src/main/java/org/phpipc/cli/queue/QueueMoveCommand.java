package org.phpipc.cli.queue;

import java.util.Optional;
import org.phpipc.cli.archive.PutBack;
import org.phpipc.cli.console.Address;
import org.phpipc.cli.console.Notice;
import org.phpipc.cli.console.Progress;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.text.Count;
import org.phpipc.cli.view.QueueText;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phpipc queue move}. */
@Command(
    name = "move",
    header = "Moves the messages of a queue to another one, in their order.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "What FROM has when the command starts. Each message is in TO before it leaves FROM: a kill",
      "loses none and leaves at most one in both. That holds while nobody else receives from FROM.",
      "If TO is full, the rest stays in FROM, unless --wait is given."
    },
    footer = {"", "Example:  phpipc queue move 0x51 0x52 --type 3"})
public final class QueueMoveCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FROM",
      converter = Address.Converter.class,
      description = Address.FORMS)
  private Address from;

  @Parameters(
      index = "1",
      paramLabel = "TO",
      converter = Address.Converter.class,
      description = "Like FROM.")
  private Address to;

  @Option(names = "--type", paramLabel = "N", description = "Only messages of this type.")
  private long type;

  @Option(names = "--create", description = "Create TO if there is none (mode 0600).")
  private boolean create;

  @Option(names = "--wait", description = "Wait for room if TO is full.")
  private boolean wait;

  @Override
  public void run() {
    if (type < 0) {
      throw new ParameterException(spec.commandLine(), "--type must be at least 1, or 0 for any");
    }
    MessageQueue source = from.openQueue();
    MessageQueue target = create ? to.openOrCreateQueue(MessageQueue.DEFAULT_MODE) : to.openQueue();
    if (source.id() == target.id()) {
      throw new ParameterException(spec.commandLine(), "FROM and TO are the same queue");
    }
    Notice.say(Count.of(move(source, target), "message") + " moved to " + target);
  }

  /** If somebody else took the message meanwhile, another one comes, which must not be lost. */
  private void take(MessageQueue source, MessageQueue target, Message sent) {
    Optional<Message> taken = source.tryReceive(Selection.desired(type));
    if (taken.isPresent() && !taken.get().equals(sent)) {
      Message other = taken.get();
      PutBack back = new PutBack(other, source);
      try {
        if (target.trySend(other.type(), other.payload())) {
          back.settle();
        }
      } finally {
        back.send();
      }
    }
  }

  /** What is sent is in the target whatever comes. */
  private void send(MessageQueue target, Message message) throws InterruptedException {
    QueueText.requireCapacity(target, message.payload().length);
    if (wait) {
      target.send(message.type(), message.payload());
    } else if (!target.trySend(message.type(), message.payload())) {
      throw new Refusal(target + " is full: " + QueueText.fill(target.status()));
    }
  }

  private long move(MessageQueue source, MessageQueue target) {
    long messages = source.status().messages();
    int index = 0;
    long moved = 0;
    try (Progress progress = Progress.of("moving", messages)) {
      for (long seen = 0; seen < messages; seen++) {
        Optional<Message> next = source.peek(index);
        if (next.isEmpty()) {
          return moved;
        } else if (type != 0 && next.get().type() != type) {
          index++;
        } else {
          send(target, next.get());
          take(source, target, next.get());
          progress.step();
          moved++;
        }
      }
      return moved;
    } catch (InterruptedException e) {
      throw new Refusal("interrupted; " + stays(moved));
    } catch (Refusal | IpcException e) {
      throw new Refusal(e.getMessage() + "; " + stays(moved));
    }
  }

  private static String stays(long moved) {
    return Count.of(moved, "message")
        + Count.form(moved, " is", " are")
        + " moved, the others stay";
  }
}
