package org.phpipc.cli.view;

import static org.phpipc.cli.view.StatusText.by;
import static org.phpipc.cli.view.StatusText.mode;
import static org.phpipc.cli.view.StatusText.time;

import com.google.gson.JsonObject;
import java.util.List;
import org.phpipc.cli.console.Accounts;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.text.Count;
import org.phpipc.cli.text.TextTable;
import org.phpipc.sysv.IpcAccessException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.QueueStatus;

/** Queues and messages as text and as JSON. */
public final class QueueText {
  private QueueText() {}

  public static TextTable table(List<QueueStatus> all) {
    TextTable table =
        new TextTable("KEY", "ID", "OWNER", "MODE", "MESSAGES", "BYTES", "CAPACITY", "LAST SENT");
    for (QueueStatus status : all) {
      table.add(
          status.key(),
          status.id(),
          Accounts.USERS.name(status.ownership().uid()),
          mode(status.ownership().mode()),
          status.messages(),
          status.bytes(),
          status.capacityBytes(),
          time(status.lastSend()));
    }
    return table;
  }

  public static TextTable figures(QueueStatus status) {
    TextTable table = new TextTable("key", status.key() + " (" + status.key().value() + ")");
    table.add("id", status.id());
    StatusText.addOwnership(table, status.ownership());
    table.add("messages", status.messages());
    table.add("bytes", status.bytes() + " of " + status.capacityBytes());
    table.add("last sent", by(status.lastSend(), status.lastSendPid()));
    table.add("last received", by(status.lastReceive(), status.lastReceivePid()));
    table.add("last changed", time(status.lastChange()));
    return table;
  }

  /**
   * Returns if a message of so many bytes fits into the queue when that is empty, or if this user
   * may not know that.
   *
   * @throws Refusal if the message never fits, so that a sender would wait forever
   */
  public static void requireCapacity(MessageQueue queue, int bytes) {
    long capacity = capacity(queue);
    if (bytes > capacity || capacity == 0) {
      throw new Refusal(
          "a message of "
              + Count.of(bytes, "byte")
              + " never fits into "
              + queue
              + ", whose capacity is "
              + Count.of(capacity, "byte")
              + ": phpipc queue resize changes that");
    }
  }

  private static long capacity(MessageQueue queue) {
    try {
      return queue.status().capacityBytes();
    } catch (IpcAccessException e) { // Who may only send may not ask.
      return Long.MAX_VALUE;
    }
  }

  /** How full a queue is, for an error. */
  public static String fill(QueueStatus status) {
    long capacity = status.capacityBytes();
    return Count.of(status.messages(), "message")
        + " with "
        + status.bytes()
        + " of "
        + Count.of(capacity, "byte");
  }

  public static JsonObject json(QueueStatus status) {
    JsonObject json = new JsonObject();
    json.addProperty("key", status.key().value());
    json.addProperty("id", status.id());
    StatusText.addOwnership(json, status.ownership());
    json.addProperty("messages", status.messages());
    json.addProperty("bytes", status.bytes());
    json.addProperty("capacity_bytes", status.capacityBytes());
    json.addProperty("last_send_pid", status.lastSendPid());
    json.addProperty("last_receive_pid", status.lastReceivePid());
    json.addProperty("last_send_time", status.lastSend().getEpochSecond());
    json.addProperty("last_receive_time", status.lastReceive().getEpochSecond());
    json.addProperty("last_change_time", status.lastChange().getEpochSecond());
    return json;
  }

  /** What stands before the payload. */
  public static JsonObject json(Message message) {
    JsonObject json = new JsonObject();
    json.addProperty("type", message.type());
    return json;
  }

  /** A message in the form that was asked for. */
  public static byte[] form(Message message, ValueOutput output) {
    return output.form(message.payload(), () -> json(message), title(message));
  }

  public static String line(Message message) {
    return title(message) + ": " + Payload.text(message.payload());
  }

  private static String title(Message message) {
    return "type " + message.type() + ", " + Count.of(message.payload().length, "byte");
  }
}
