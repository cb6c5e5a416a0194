package org.phpipc.cli.archive;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.phpipc.cli.notation.JsonLines;
import org.phpipc.cli.notation.TypedJson;
import org.phpipc.cli.notation.TypedJsonException;
import org.phpipc.cli.view.QueueText;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.QueueStatus;

/**
 * The messages of a queue in a file, one JSON object per line: a head, the messages in order, and
 * an end line with their number. A file without the end line is incomplete.
 *
 * <pre>
 *   {"format":"phpipc-queue","version":1,"key":81,"id":3,"drain":false}
 *   {"type":1,"b64":"aTo1Ow=="}
 *   {"end":1}
 * </pre>
 *
 * In a drain, each message records the state of the queue before it was taken: {@link Before}.
 */
public final class SaveFile {
  private static final String FORMAT = "phpipc-queue";
  private static final int VERSION = 1;

  /** Longest tick, in milliseconds, of the clock by which the kernel stamps queues. */
  private static final long TICK_MILLIS = 10;

  private SaveFile() {}

  /** The earliest second that the kernel's clock may show: it lags by up to one tick. */
  static long second() {
    return Instant.now().minusMillis(TICK_MILLIS).getEpochSecond();
  }

  /** The queue that the messages come from, and whether they were taken out of it. */
  record Head(int key, int id, boolean drain) {
    static Head of(QueueStatus status, boolean drain) {
      return new Head(status.key().value(), status.id(), drain);
    }

    byte[] line() {
      JsonObject json = new JsonObject();
      json.addProperty("format", FORMAT);
      json.addProperty("version", VERSION);
      json.addProperty("key", key);
      json.addProperty("id", id);
      json.addProperty("drain", drain);
      return SaveFile.line(json);
    }

    static Head read(JsonObject json) {
      boolean known = FORMAT.equals(JsonLines.string(json, "format"));
      if (!known || JsonLines.whole(json, "version") != VERSION) {
        throw new TypedJsonException("not the head of a saved queue, version " + VERSION, "$");
      }
      JsonElement drain = json.get("drain");
      boolean drained = drain != null && drain.isJsonPrimitive() && drain.getAsBoolean();
      int key = (int) JsonLines.whole(json, "key");
      return new Head(key, (int) JsonLines.whole(json, "id"), drained);
    }
  }

  /**
   * The state of the queue before a message was taken. If the queue is unchanged, the message is
   * still there.
   *
   * @param messages how many messages the queue had
   * @param lastSend when a message was last sent, in seconds
   * @param time when the state was read, in seconds
   */
  record Before(long messages, long lastSend, long time) {
    /** The present state of a queue. */
    static Before of(MessageQueue queue) {
      long time = second();
      QueueStatus status = queue.status();
      return new Before(status.messages(), status.lastSend().getEpochSecond(), time);
    }

    /**
     * Whether nothing was sent or received since then. The kernel's times are whole seconds: after
     * a send within the same second the answer is false.
     */
    boolean isStill(QueueStatus now) {
      return lastSend < time
          && now.lastSend().getEpochSecond() == lastSend
          && now.messages() == messages;
    }
  }

  /**
   * A message in the file.
   *
   * @param offset where its line begins
   * @param before the state of the queue, in a drain only
   */
  record Saved(long offset, Message message, @Nullable Before before) {
    /** Whether the message is certainly still in the queue: the drain was killed just then. */
    boolean isStillIn(MessageQueue queue) {
      return before != null
          && before.isStill(queue.status())
          && queue.peek(0).filter(message::equals).isPresent();
    }

    /** Whether the message may still be in the queue. */
    boolean mayBeIn(MessageQueue queue) {
      return queue.peek(0).filter(message::equals).isPresent();
    }

    static Saved read(long offset, JsonObject json) {
      byte[] payload = JsonLines.bytes(json);
      long type = JsonLines.whole(json, "type");
      if (type < 1) {
        throw new TypedJsonException("a message type is at least 1, not " + type, "$.type");
      }
      return new Saved(offset, new Message(type, payload), before(json));
    }

    private static @Nullable Before before(JsonObject json) {
      return json.has("left")
          ? new Before(
              JsonLines.whole(json, "left"),
              JsonLines.whole(json, "last_send_time"),
              JsonLines.whole(json, "time"))
          : null;
    }
  }

  /**
   * The content of a file.
   *
   * @param head null if its line was skipped
   * @param bytes the size of all complete lines
   * @param complaints about the lines that were skipped
   * @param ended whether the file has its end line
   */
  public record Contents(
      @Nullable Head head,
      List<Saved> messages,
      long bytes,
      List<String> complaints,
      boolean ended) {

    /** Whether the file was left by a drain that was killed. */
    boolean isUnfinishedDrain() {
      return head != null && head.drain() && !ended;
    }

    /** Whether the file is an unfinished drain of this queue and has at least one message. */
    boolean mayRepeatIn(MessageQueue queue) {
      return isUnfinishedDrain()
          && !messages.isEmpty()
          && head != null
          && head.equals(Head.of(queue.status(), true));
    }

    Saved last() {
      return messages.get(messages.size() - 1);
    }
  }

  static byte[] line(Message message, @Nullable Before before) {
    JsonObject json = QueueText.json(message);
    json.addProperty("b64", Base64.getEncoder().encodeToString(message.payload()));
    if (before != null) {
      json.addProperty("left", before.messages());
      json.addProperty("last_send_time", before.lastSend());
      json.addProperty("time", before.time());
    }
    return line(json);
  }

  static byte[] end(long messages) {
    JsonObject json = new JsonObject();
    json.addProperty("end", messages);
    return line(json);
  }

  private static byte[] line(JsonObject json) {
    return (TypedJson.print(json) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
