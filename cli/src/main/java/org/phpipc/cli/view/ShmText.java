package org.phpipc.cli.view;

import com.google.gson.JsonObject;
import java.util.List;
import org.phpipc.cli.console.Accounts;
import org.phpipc.cli.text.TextTable;
import org.phpipc.sysv.SegmentStatus;

/** Segments as text and as JSON. */
public final class ShmText {
  private ShmText() {}

  public static TextTable table(List<SegmentStatus> all) {
    TextTable table =
        new TextTable("KEY", "ID", "OWNER", "MODE", "BYTES", "ATTACHED", "LAST ATTACHED");
    for (SegmentStatus status : all) {
      String attached = status.attachments() + (status.removed() ? ", removed" : "");
      table.add(
          status.key(),
          status.id(),
          Accounts.USERS.name(status.ownership().uid()),
          StatusText.mode(status.ownership().mode()),
          status.bytes(),
          attached,
          StatusText.time(status.lastAttach()));
    }
    return table;
  }

  public static JsonObject json(SegmentStatus status) {
    JsonObject json = new JsonObject();
    json.addProperty("key", status.key().value());
    json.addProperty("id", status.id());
    StatusText.addOwnership(json, status.ownership());
    json.addProperty("removed", status.removed());
    json.addProperty("bytes", status.bytes());
    json.addProperty("attachments", status.attachments());
    json.addProperty("creator_pid", status.creatorPid());
    json.addProperty("last_pid", status.lastPid());
    json.addProperty("last_attach_time", status.lastAttach().getEpochSecond());
    json.addProperty("last_detach_time", status.lastDetach().getEpochSecond());
    json.addProperty("last_change_time", status.lastChange().getEpochSecond());
    return json;
  }

  /** What stands before a variable's value. */
  public static JsonObject json(long variable) {
    JsonObject json = new JsonObject();
    json.addProperty("variable", variable);
    return json;
  }
}
