package org.phpipc.cli;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpString;
import org.phpipc.serialize.SerializeFormatException;
import org.phpipc.swoole.Detection;
import org.phpipc.swoole.WireGeneration;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.QueueAttributes;
import org.phpipc.sysv.QueueStatus;

/** Queues and messages as text and as JSON. */
final class QueueText {
  private static final PhpSerializer STRICT =
      PhpSerializer.builder().trailingDataRefused(true).build();

  private QueueText() {}

  static TextTable table(List<QueueStatus> all) {
    TextTable table =
        new TextTable("KEY", "ID", "OWNER", "MODE", "MESSAGES", "BYTES", "CAPACITY", "LAST SENT");
    for (QueueStatus status : all) {
      QueueAttributes attributes = status.attributes();
      table.add(
          status.key(),
          status.id(),
          Integer.toUnsignedString(attributes.uid()),
          mode(attributes),
          status.messages(),
          status.bytes(),
          attributes.capacityBytes(),
          time(status.lastSend()));
    }
    return table;
  }

  static TextTable figures(QueueStatus status) {
    QueueAttributes attributes = status.attributes();
    TextTable table = new TextTable("key", status.key() + " (" + status.key().value() + ")");
    table.add("id", status.id());
    table.add("owner", ids(attributes.uid(), attributes.gid()));
    table.add("creator", ids(status.creatorUid(), status.creatorGid()));
    table.add("mode", mode(attributes));
    table.add("messages", status.messages());
    table.add("bytes", status.bytes() + " of " + attributes.capacityBytes());
    table.add("last sent", by(status.lastSend(), status.lastSendPid()));
    table.add("last received", by(status.lastReceive(), status.lastReceivePid()));
    table.add("last changed", time(status.lastChange()));
    return table;
  }

  /** How full a queue is, for an error. */
  static String fill(QueueStatus status) {
    return status.messages()
        + " messages with "
        + status.bytes()
        + " of "
        + status.attributes().capacityBytes()
        + " bytes";
  }

  static JsonObject json(QueueStatus status) {
    QueueAttributes attributes = status.attributes();
    JsonObject json = new JsonObject();
    json.addProperty("key", status.key().value());
    json.addProperty("id", status.id());
    json.addProperty("uid", Integer.toUnsignedLong(attributes.uid()));
    json.addProperty("gid", Integer.toUnsignedLong(attributes.gid()));
    json.addProperty("creator_uid", Integer.toUnsignedLong(status.creatorUid()));
    json.addProperty("creator_gid", Integer.toUnsignedLong(status.creatorGid()));
    json.addProperty("mode", attributes.mode());
    json.addProperty("messages", status.messages());
    json.addProperty("bytes", status.bytes());
    json.addProperty("capacity_bytes", attributes.capacityBytes());
    json.addProperty("last_send_pid", status.lastSendPid());
    json.addProperty("last_receive_pid", status.lastReceivePid());
    json.addProperty("last_send_time", status.lastSend().getEpochSecond());
    json.addProperty("last_receive_time", status.lastReceive().getEpochSecond());
    json.addProperty("last_change_time", status.lastChange().getEpochSecond());
    return json;
  }

  /** Type, size, bytes, and the value where the bytes are one, or the task packet. */
  static JsonObject json(Message message, boolean raw) {
    JsonObject json = new JsonObject();
    json.addProperty("type", message.type());
    json.addProperty("size", message.payload().length);
    json.addProperty("b64", Base64.getEncoder().encodeToString(message.payload()));
    if (raw) {
      return json;
    }
    try {
      json.add("json", TypedJson.toJson(STRICT.read(message.payload())));
    } catch (SerializeFormatException e) {
      json.addProperty("error", e.getMessage());
      json.addProperty("offset", e.offset());
      Detection detection = WireGeneration.detect(message.payload());
      if (!detection.candidates().isEmpty()) {
        json.add("swoole", TaskText.json(message.payload(), detection));
      }
    }
    return json;
  }

  /** One line; bytes that are neither value nor task packet are shown as text or counted. */
  static String line(Message message) {
    String head = "type " + message.type() + ", " + message.payload().length + " bytes: ";
    try {
      return head + ValueText.of(STRICT.read(message.payload()));
    } catch (SerializeFormatException e) {
      return head + TaskText.line(message.payload()).orElseGet(() -> raw(message.payload()));
    }
  }

  private static String raw(byte[] payload) {
    PhpString bytes = PhpString.of(payload);
    return "raw " + ValueText.of(bytes.isUtf8() ? bytes.toString() : bytes);
  }

  private static String mode(QueueAttributes attributes) {
    return String.format("%04o", attributes.mode());
  }

  private static String ids(int uid, int gid) {
    return "user " + Integer.toUnsignedString(uid) + ", group " + Integer.toUnsignedString(gid);
  }

  private static String by(Instant time, int pid) {
    return pid == 0 ? time(time) : time(time) + " by process " + pid;
  }

  private static String time(Instant time) {
    return time.equals(Instant.EPOCH) ? "never" : time.toString();
  }
}
