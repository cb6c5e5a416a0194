package org.phpipc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.QueueStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code phpipc queue restore}. */
@Command(
    name = "restore",
    header = "Sends the messages of a file that save wrote.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "Nothing is sent where a line of the file is wrong, or the queue has no room for all.",
      "",
      "Where a drain was killed, its last message may be in the queue still: it is not sent",
      "again where that is certain, and mentioned where it is possible."
    },
    footer = {"", "Example:  phpipc queue restore jobs.jsonl 0x51 --create"})
final class QueueRestoreCommand implements Runnable {
  private static final String STANDARD_INPUT = "-";

  @Parameters(index = "0", paramLabel = "FILE", description = "What save wrote, or -.")
  private String file = "";

  @Parameters(
      index = "1",
      paramLabel = "KEY",
      converter = Address.Converter.class,
      description = Address.FORMS)
  private Address address;

  @Option(names = "--create", description = "Make the queue where there is none (mode 0600).")
  private boolean create;

  @Option(names = "--skip-bad", description = "Leave out the lines that are wrong.")
  private boolean skipBad;

  @Option(names = "--wait", description = "Wait for room where the queue cannot hold all.")
  private boolean wait;

  @Override
  public void run() {
    SaveFile.Contents contents = read();
    MessageQueue queue =
        create ? address.openOrCreateQueue(MessageQueue.DEFAULT_MODE) : address.openQueue();
    List<Message> messages = withoutRepetition(contents, queue);
    if (!wait) {
      requireRoom(messages, queue);
    }
    contents.complaints().forEach(complaint -> say(complaint + "; skipped"));
    send(messages, queue);
    say(messages.size() + " messages restored to " + queue + skipped(contents));
  }

  private SaveFile.Contents read() {
    try (InputStream in =
        file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file))) {
      return SaveReader.read(in, skipBad);
    } catch (IOException e) {
      throw Refusal.of("cannot read " + file, e);
    } catch (Refusal e) {
      throw new Refusal(file + ": " + e.getMessage() + "; nothing is restored");
    }
  }

  private static String skipped(SaveFile.Contents contents) {
    int bad = contents.complaints().size();
    return bad == 0 ? "" : ", " + bad + " lines skipped";
  }

  private static List<Message> withoutRepetition(SaveFile.Contents contents, MessageQueue queue) {
    List<Message> messages = contents.messages().stream().map(SaveFile.Saved::message).toList();
    if (contents.isUnfinishedDrain()) {
      say("the drain was not finished");
    }
    if (contents.mayRepeatIn(queue) && contents.last().isStillIn(queue)) {
      say("its last message is still in the queue, and not sent again");
      return messages.subList(0, messages.size() - 1);
    } else if (contents.mayRepeatIn(queue) && contents.last().mayBeIn(queue)) {
      say("its last message may be in the queue still: one like it is the oldest there");
    }
    return messages;
  }

  private static void requireRoom(List<Message> messages, MessageQueue queue) {
    long bytes = messages.stream().mapToLong(message -> message.payload().length).sum();
    QueueStatus status = queue.status();
    long capacity = status.attributes().capacityBytes();
    long most = Math.max(status.bytes() + bytes, status.messages() + messages.size());
    if (most > capacity) {
      throw new Refusal(
          String.format(
              "%d messages with %d bytes do not fit into %s, which has %s: resize it, or --wait for"
                  + " receivers; nothing is restored",
              messages.size(), bytes, queue, QueueText.fill(status)));
    }
  }

  private static void send(List<Message> messages, MessageQueue queue) {
    int sent = 0;
    try {
      for (Message message : messages) {
        queue.send(message.type(), message.payload());
        sent++;
      }
    } catch (InterruptedException e) {
      throw new Refusal("interrupted: " + sent + " of " + messages.size() + " are restored");
    }
  }

  private static void say(String sentence) {
    System.err.println("phpipc: " + sentence);
  }
}
