package org.phpipc.cli.object;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.phpipc.cli.console.Accounts;
import org.phpipc.cli.text.TextTable;
import org.phpipc.cli.view.StatusText;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.Ownership;

/**
 * A queue, segment or semaphore set as {@code phpipc list} shows it.
 *
 * @param size the size, and the limit if there is one
 * @param content what was recognised in the object
 * @param uses the processes that used it last
 * @param inUse whether the kernel itself knows of a user: an attachment or a waiting process
 * @param changed when it was created or its attributes were last set
 * @param figures the figures as JSON
 */
public record KernelObject(
    Kind kind,
    IpcKey key,
    int id,
    Ownership ownership,
    String size,
    Content content,
    List<LastUse> uses,
    boolean inUse,
    Instant changed,
    JsonObject figures) {

  /** The kinds of object. */
  public enum Kind {
    QUEUE,
    SEGMENT,
    SEMAPHORE;

    /** The name as it is typed and printed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The content of an object.
   *
   * @param text for people
   * @param json for scripts: always the plural, so that a script can match the words
   */
  record Content(String text, String json) {
    static Content of(String both) {
      return new Content(both, both);
    }
  }

  /** Whether all processes that used it last have ended; false for an object never used. */
  boolean isStale() {
    return !inUse && !happened().isEmpty() && happened().stream().allMatch(LastUse::isOver);
  }

  /** The processes that use it now, as far as visible; empty if there are none. */
  String users() {
    if (kind == Kind.QUEUE) {
      return happened().stream()
          .filter(use -> !use.isOver())
          .map(LastUse::toString)
          .collect(Collectors.joining(", "));
    }
    return inUse ? (kind == Kind.SEGMENT ? size : content.text()) : "";
  }

  private List<LastUse> happened() {
    return uses.stream().filter(LastUse::happened).toList();
  }

  static TextTable table(List<KernelObject> all, Instant now) {
    TextTable table =
        new TextTable(
            "KIND", "KEY", "DECIMAL", "ID", "OWNER", "MODE", "SIZE", "AGE", "CONTENT", "LAST USE");
    for (KernelObject object : all) {
      table.add(
          object.name(),
          object.key,
          object.key.value(),
          object.id,
          Accounts.USERS.name(object.ownership.uid()),
          StatusText.mode(object.ownership.mode()),
          object.size,
          age(Duration.between(object.changed, now)),
          object.content.text(),
          object.happened().stream().map(LastUse::toString).collect(Collectors.joining(", ")));
    }
    return table;
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("kind", name());
    figures.entrySet().forEach(figure -> json.add(figure.getKey(), figure.getValue()));
    json.addProperty("content", content.json());
    json.addProperty("stale", isStale());
    JsonArray users = new JsonArray();
    happened().forEach(use -> users.add(use.json()));
    json.add("last_uses", users);
    return json;
  }

  /** The kind, as text. */
  String name() {
    return kind.toString();
  }

  /** The age in the largest unit in which it is at least two. */
  static String age(Duration age) {
    if (age.toDays() > 1) {
      return age.toDays() + " d";
    } else if (age.toHours() > 1) {
      return age.toHours() + " h";
    }
    return age.toMinutes() > 1 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
  }
}
