package org.phpipc.cli.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.phpipc.cli.console.Accounts;
import org.phpipc.cli.text.TextTable;
import org.phpipc.sysv.Ownership;

/** What all kernel objects have, as text and as JSON. */
public final class StatusText {
  private StatusText() {}

  /** Prints a list of them, as JSON or as a table. */
  public static <T> void print(
      List<T> all,
      boolean json,
      Function<T, JsonObject> object,
      Function<List<T>, TextTable> table) {
    if (json) {
      JsonArray array = new JsonArray();
      all.forEach(status -> array.add(object.apply(status)));
      System.out.println(array);
    } else {
      System.out.print(table.apply(all));
    }
  }

  public static String mode(int mode) {
    return String.format(Locale.ROOT, "%04o", mode);
  }

  /** Adds the owner, the creator and the mode of an object to its figures. */
  static void addOwnership(TextTable table, Ownership ownership) {
    table.add("owner", ids(ownership.uid(), ownership.gid()));
    table.add("creator", ids(ownership.creatorUid(), ownership.creatorGid()));
    table.add("mode", mode(ownership.mode()));
  }

  private static String ids(int uid, int gid) {
    return "user " + Accounts.USERS.name(uid) + ", group " + Accounts.GROUPS.name(gid);
  }

  static String by(Instant time, int pid) {
    return pid == 0 ? time(time) : time(time) + " by process " + pid;
  }

  static String time(Instant time) {
    return time.equals(Instant.EPOCH) ? "never" : time.toString();
  }

  /** Adds the owner, the creator and the mode of an object. */
  static void addOwnership(JsonObject json, Ownership ownership) {
    json.addProperty("owner", Accounts.USERS.name(ownership.uid()));
    json.addProperty("uid", Integer.toUnsignedLong(ownership.uid()));
    json.addProperty("gid", Integer.toUnsignedLong(ownership.gid()));
    json.addProperty("creator_uid", Integer.toUnsignedLong(ownership.creatorUid()));
    json.addProperty("creator_gid", Integer.toUnsignedLong(ownership.creatorGid()));
    json.addProperty("mode", ownership.mode());
  }
}
