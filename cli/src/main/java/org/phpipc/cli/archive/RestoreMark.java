package org.phpipc.cli.archive;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.gson.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.notation.JsonLines;
import org.phpipc.cli.notation.TypedJson;
import org.phpipc.cli.notation.TypedJsonException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.QueueStatus;

/**
 * The progress of a restore, in a file beside the save file: if the restore is killed, the next one
 * continues from there. The file has one line for the restore and one line for each message, which
 * is written before the message is sent:
 *
 * <pre>
 *   {"format":"phpipc-restore","version":1,"boot":"…","key":81,"id":3,"bytes":950,"messages":7}
 *   {"sending":0,"found":0,"last_receive_time":0,"time":1790000000}
 * </pre>
 *
 * It is not forced to the disk: a crash of the machine loses the queue as well.
 */
final class RestoreMark implements Closeable {
  private static final String FORMAT = "phpipc-restore";
  private static final int VERSION = 1;
  private static final String SUFFIX = ".restoring";
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  private final Path path;
  private final FileChannel file;

  private RestoreMark(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Identifies a restore: the save file and the target queue.
   *
   * @param boot the machine's boot id; a reboot removes all queues
   * @param bytes the size of the save file
   * @param messages how many messages the restore sends
   */
  record Head(String boot, int key, int id, long bytes, long messages) {
    static Head of(MessageQueue queue, long bytes, long messages) throws IOException {
      String boot = Files.readString(BOOT).strip();
      QueueStatus status = queue.status();
      return new Head(boot, status.key().value(), status.id(), bytes, messages);
    }

    private boolean isOf(Head other) {
      return boot.equals(other.boot) && key == other.key && id == other.id;
    }

    private JsonObject json() {
      JsonObject json = new JsonObject();
      json.addProperty("format", FORMAT);
      json.addProperty("version", VERSION);
      json.addProperty("boot", boot);
      json.addProperty("key", key);
      json.addProperty("id", id);
      json.addProperty("bytes", bytes);
      json.addProperty("messages", messages);
      return json;
    }

    private static Head read(JsonObject json) {
      String boot = JsonLines.string(json, "boot");
      if (!FORMAT.equals(JsonLines.string(json, "format"))
          || JsonLines.whole(json, "version") != VERSION
          || boot == null) {
        throw new TypedJsonException("not the mark of a restore, version " + VERSION, "$");
      }
      return new Head(
          boot,
          (int) JsonLines.whole(json, "key"),
          (int) JsonLines.whole(json, "id"),
          JsonLines.whole(json, "bytes"),
          JsonLines.whole(json, "messages"));
    }
  }

  /**
   * The state of the queue before a message was sent.
   *
   * @param index the index of that message
   * @param found how many messages the queue had
   * @param lastReceive when a message was last received, in seconds
   * @param time when the state was read, in seconds
   */
  record Step(int index, long found, long lastReceive, long time) {
    static Step of(int index, MessageQueue queue) {
      long time = SaveFile.second();
      QueueStatus status = queue.status();
      return new Step(index, status.messages(), status.lastReceive().getEpochSecond(), time);
    }

    /**
     * Whether the message was sent; empty if that is unknown, because a message was received since
     * then or may have been received within the same second.
     */
    Optional<Boolean> wasSent(Message message, MessageQueue queue) {
      long received = queue.status().lastReceive().getEpochSecond();
      if (received != lastReceive || lastReceive >= time) {
        return Optional.empty();
      }
      Optional<Message> behind = queue.peek((int) found);
      for (int i = (int) found + 1; behind.isPresent() && !behind.get().equals(message); i++) {
        behind = queue.peek(i);
      }
      return Optional.of(behind.isPresent());
    }

    private JsonObject json() {
      JsonObject json = new JsonObject();
      json.addProperty("sending", index);
      json.addProperty("found", found);
      json.addProperty("last_receive_time", lastReceive);
      json.addProperty("time", time);
      return json;
    }

    private static Step read(JsonObject json) {
      return new Step(
          (int) JsonLines.whole(json, "sending"),
          JsonLines.whole(json, "found"),
          JsonLines.whole(json, "last_receive_time"),
          JsonLines.whole(json, "time"));
    }
  }

  /**
   * A restore that was killed.
   *
   * @param messages how many messages it had to send
   * @param last the last state that it noted
   */
  record Killed(long messages, Step last) {}

  /** The path of a save file's mark. */
  static Path beside(Path saved) {
    return saved.resolveSibling(saved.getFileName() + SUFFIX);
  }

  /**
   * Opens the mark of a save file, or creates it.
   *
   * @throws Refusal if another process has it open
   */
  static RestoreMark open(Path saved) throws IOException {
    Path path = beside(saved);
    FileChannel file = FileChannel.open(path, CREATE, READ, WRITE);
    if (file.tryLock() == null) {
      file.close();
      throw new Refusal(saved + " is being restored by another process");
    }
    return new RestoreMark(path, file);
  }

  /**
   * The restore that was killed; empty if there is none or its queue no longer exists.
   *
   * @param head identifies the restore that is about to run
   * @throws Refusal if the killed restore was a different one
   */
  Optional<Killed> killed(Head head) throws IOException {
    try {
      List<JsonObject> lines = wholeLines();
      Head killed = lines.isEmpty() ? head : Head.read(lines.get(0));
      if (!killed.isOf(head)) {
        requireGone(killed, head.boot());
        return Optional.empty();
      } else if (killed.bytes() != head.bytes()) {
        throw new Refusal("the file has changed since its restore was killed: " + advice());
      }
      return lines.size() < 2
          ? Optional.empty()
          : Optional.of(new Killed(killed.messages(), Step.read(lines.get(lines.size() - 1))));
    } catch (TypedJsonException e) {
      throw new Refusal(path + " is damaged: " + e.getMessage() + "; " + advice());
    }
  }

  private void requireGone(Head killed, String boot) {
    boolean present =
        MessageQueue.list().stream()
            .anyMatch(queue -> queue.id() == killed.id() && queue.key().value() == killed.key());
    if (killed.boot().equals(boot) && present) {
      throw new Refusal(
          String.format(
              Locale.ROOT,
              "a restore to the queue with key 0x%08x and id %d was killed: go on with that one, or %s",
              killed.key(),
              killed.id(),
              advice()));
    }
  }

  private String advice() {
    return "delete " + path + " to begin anew";
  }

  /** Cuts off an incomplete last line. */
  private List<JsonObject> wholeLines() throws IOException {
    String text = new String(Files.readAllBytes(path), StandardCharsets.US_ASCII);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    file.truncate(whole.length());
    return whole.lines().map(line -> JsonLines.object(TypedJson.parse(line))).toList();
  }

  /** Makes the file the mark of this restore. */
  void begin(Head head) throws IOException {
    file.truncate(0);
    append(head.json());
  }

  /** Notes that a message is about to be sent. */
  void note(Step step) throws IOException {
    append(step.json());
  }

  private void append(JsonObject json) throws IOException {
    ByteBuffer line = ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8));
    file.position(file.size());
    while (line.hasRemaining()) {
      file.write(line);
    }
  }

  /** Deletes the mark, because everything is restored. */
  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  /** Closes the mark and deletes it if it is empty. */
  @Override
  public void close() throws IOException {
    if (file.size() == 0) {
      delete();
    }
    file.close();
  }
}
