package org.phpipc.cli.archive;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.phpipc.cli.console.Notice;
import org.phpipc.cli.console.Progress;
import org.phpipc.cli.console.Refusal;
import org.phpipc.file.OwnerOnly;
import org.phpipc.sysv.IpcTooLargeException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/** Writes the messages of a queue to a {@link SaveFile}. */
public final class QueueSave {
  private final MessageQueue queue;

  public QueueSave(MessageQueue queue) {
    this.queue = queue;
  }

  /** Copies all messages and returns their number. */
  public long copyTo(OutputStream out) throws IOException {
    out.write(SaveFile.Head.of(queue.status(), false).line());
    long started = Instant.now().getEpochSecond();
    int count = 0;
    try (Progress progress = progress()) {
      Optional<Message> message = queue.peek(count);
      while (message.isPresent()) {
        out.write(SaveFile.line(message.get(), null));
        progress.step();
        count++;
        message = queue.peek(count);
      }
    }
    if (queue.status().lastReceive().getEpochSecond() >= started) {
      Notice.say("messages were received meanwhile: some that are still there may be missing");
    }
    out.write(SaveFile.end(count));
    out.flush();
    return count;
  }

  private Progress progress() {
    return Progress.of("saving", queue.status().messages());
  }

  /**
   * Takes all messages, each after it is on the disk, and returns their number. A file that a
   * killed drain of this queue left is continued.
   */
  public long drainTo(Path path) throws IOException {
    boolean isNew = !Files.exists(path);
    try (FileChannel file = isNew ? create(path) : FileChannel.open(path, READ, WRITE)) {
      FileLock lock = file.tryLock();
      if (lock == null) {
        throw new Refusal(path + " is being written by another process");
      }
      long before = isHeadCutOff(file) ? begin(file) : resume(file, path);
      long count;
      try (Progress progress = progress()) {
        count = before + drain(file, progress);
      }
      append(file, SaveFile.end(count));
      return count - before;
    }
  }

  /** Forces the folder to the disk too, because it holds the file's name. */
  private static FileChannel create(Path path) throws IOException {
    FileChannel file = OwnerOnly.create(path, READ, WRITE);
    try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), READ)) {
      folder.force(true);
    }
    return file;
  }

  private SaveFile.Head head() {
    return SaveFile.Head.of(queue.status(), true);
  }

  /** Whether the file is empty, or a drain of this queue was killed while it wrote the head. */
  private boolean isHeadCutOff(FileChannel file) throws IOException {
    byte[] head = head().line();
    if (file.size() >= head.length) {
      return false;
    }
    ByteBuffer begun = ByteBuffer.allocate((int) file.size());
    while (begun.hasRemaining() && file.read(begun, begun.position()) >= 0) {
      // One read may return only a part of the file.
    }
    return begun.flip().equals(ByteBuffer.wrap(head, 0, begun.limit()));
  }

  private long begin(FileChannel file) throws IOException {
    file.truncate(0);
    append(file, head().line());
    return 0;
  }

  /** Cuts off an incomplete last line, and the last message if it is still in the queue. */
  private long resume(FileChannel file, Path path) throws IOException {
    SaveFile.Contents contents;
    try (InputStream in = Files.newInputStream(path)) {
      contents = SaveReader.read(in, false);
    }
    if (!contents.isUnfinishedDrain() || !head().equals(contents.head())) {
      throw new Refusal(path + " exists already, and is no unfinished drain of " + queue);
    }
    boolean repeated = contents.mayRepeatIn(queue) && contents.last().isStillIn(queue);
    file.truncate(repeated ? contents.last().offset() : contents.bytes());
    file.position(file.size());
    return (long) contents.messages().size() - (repeated ? 1 : 0);
  }

  private long drain(FileChannel file, Progress progress) throws IOException {
    for (long count = 0; ; count++) {
      SaveFile.Before before = SaveFile.Before.of(queue);
      Optional<Message> next = peek();
      long start = file.position();
      if (next.isPresent()) {
        append(file, SaveFile.line(next.get(), before));
      }
      Optional<Message> taken = queue.tryReceive();
      if (!taken.equals(next)) { // Somebody else took it, or it could not be seen before.
        file.truncate(start);
        if (taken.isPresent()) {
          appendTaken(file, taken.get());
        }
      }
      if (taken.isEmpty()) {
        return count;
      }
      progress.step();
    }
  }

  /** The oldest message; empty if there is none, or if the kernel cannot copy it. */
  private Optional<Message> peek() {
    try {
      return queue.peek(0);
    } catch (IpcTooLargeException e) {
      return Optional.empty();
    }
  }

  /** Appends a message that is no longer in the queue. */
  private void appendTaken(FileChannel file, Message message) throws IOException {
    PutBack taken = new PutBack(message, queue);
    try {
      append(file, SaveFile.line(message, null));
      taken.settle();
    } finally {
      taken.send();
    }
  }

  /** Writes the line; it is on the disk when this returns. */
  private static void append(FileChannel file, byte[] line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line);
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    file.force(true);
  }
}
