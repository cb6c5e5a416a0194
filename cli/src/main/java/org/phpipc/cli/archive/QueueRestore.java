package org.phpipc.cli.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.phpipc.cli.console.Notice;
import org.phpipc.cli.console.Progress;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.text.Count;
import org.phpipc.cli.view.QueueText;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.QueueStatus;

/** Sends the messages of a {@link SaveFile} to a queue and can continue a killed restore. */
public final class QueueRestore {
  private final SaveFile.Contents contents;
  private final MessageQueue queue;
  private final boolean wait;

  /**
   * A restore.
   *
   * @param wait whether to wait for room if the queue cannot hold all messages
   */
  public QueueRestore(SaveFile.Contents contents, MessageQueue queue, boolean wait) {
    this.contents = contents;
    this.queue = queue;
    this.wait = wait;
  }

  /** Called before each message is sent. */
  private interface Note {
    void before(int index) throws IOException;
  }

  /** Sends all messages and returns their number. */
  public long run() throws IOException {
    List<Message> messages = withoutRepetition();
    requireRoom(messages);
    return send(messages, 0, index -> {});
  }

  /**
   * Sends all messages, or the rest if a restore was killed, and returns their number.
   *
   * @param file the save file; the mark file is beside it
   */
  public long run(Path file) throws IOException {
    try (RestoreMark mark = openMark(file)) {
      RestoreMark.Head head = head(contents.messages().size());
      Optional<RestoreMark.Killed> killed = mark.killed(head);
      List<Message> messages =
          killed.isPresent()
              ? messages().subList(0, (int) killed.get().messages())
              : withoutRepetition();
      int first = killed.map(before -> firstAfter(before, messages)).orElse(0);
      requireRoom(messages.subList(first, messages.size()));
      if (killed.isEmpty()) {
        mark.begin(head(messages.size()));
      }
      long sent = send(messages, first, index -> mark.note(RestoreMark.Step.of(index, queue)));
      mark.delete();
      return sent;
    }
  }

  private static RestoreMark openMark(Path file) {
    try {
      return RestoreMark.open(file);
    } catch (IOException e) {
      String mark =
          "cannot keep " + RestoreMark.beside(file) + ", which restore - < FILE does not need";
      throw Refusal.of(mark, e);
    }
  }

  private RestoreMark.Head head(long messages) throws IOException {
    return RestoreMark.Head.of(queue, contents.bytes(), messages);
  }

  private List<Message> messages() {
    return contents.messages().stream().map(SaveFile.Saved::message).toList();
  }

  /** The index of the first message to send. */
  private int firstAfter(RestoreMark.Killed killed, List<Message> messages) {
    RestoreMark.Step last = killed.last();
    Optional<Boolean> sent = last.wasSent(messages.get(last.index()), queue);
    int first = sent.orElse(false) ? last.index() + 1 : last.index();
    Notice.say(
        "a restore was killed: "
            + first
            + " of its "
            + Count.of(messages.size(), "message")
            + Count.form(first, " is sent", " are sent"));
    if (sent.isEmpty()) {
      Notice.say("the next one may be sent twice: messages were received since");
    }
    return first;
  }

  private List<Message> withoutRepetition() {
    List<Message> messages = messages();
    if (contents.isUnfinishedDrain()) {
      Notice.say("the drain was not finished");
    }
    if (contents.mayRepeatIn(queue) && contents.last().isStillIn(queue)) {
      Notice.say("its last message is still in the queue, and not sent again");
      return messages.subList(0, messages.size() - 1);
    } else if (contents.mayRepeatIn(queue) && contents.last().mayBeIn(queue)) {
      Notice.say("its last message may be in the queue still: one like it is the oldest there");
    }
    return messages;
  }

  private int send(List<Message> messages, int first, Note note) throws IOException {
    int sent = first;
    try (Progress progress = Progress.of("restoring", (long) messages.size() - first)) {
      for (Message message : messages.subList(first, messages.size())) {
        note.before(sent);
        queue.send(message.type(), message.payload());
        progress.step();
        sent++;
      }
      return sent - first;
    } catch (InterruptedException e) {
      throw new Refusal("interrupted: " + restored(sent, messages));
    } catch (IpcException e) {
      throw new Refusal(e.getMessage() + "; " + restored(sent, messages));
    }
  }

  private static String restored(int sent, List<Message> messages) {
    return sent + " of " + messages.size() + Count.form(sent, " is restored", " are restored");
  }

  private void requireRoom(List<Message> messages) {
    long bytes = messages.stream().mapToLong(message -> message.payload().length).sum();
    QueueStatus status = queue.status();
    long capacity = status.capacityBytes();
    long most = Math.max(status.bytes() + bytes, status.messages() + messages.size());
    messages.forEach(message -> QueueText.requireCapacity(queue, message.payload().length));
    if (!wait && most > capacity) {
      throw new Refusal(
          String.format(
              Locale.ROOT,
              "%s with %s %s not fit into %s, which has %s: resize it, or --wait for receivers;"
                  + " nothing is restored",
              Count.of(messages.size(), "message"),
              Count.of(bytes, "byte"),
              Count.form(messages.size(), "does", "do"),
              queue,
              QueueText.fill(status)));
    }
  }
}
