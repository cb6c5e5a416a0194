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
 * @param size against the limit
 * @param content what is recognised there
 * @param uses who used it last
 * @param inUse whether the kernel itself knows of a user: an attachment, somebody who waits
 * @param changed when it was made or its attributes last set
 * @param figures for machines
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

  /** What there is. */
  public enum Kind {
    QUEUE,
    SEGMENT,
    SEMAPHORE;

    /** As it is typed and printed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What it holds.
   *
   * @param text for people
   * @param json for scripts, which find the same words with every number
   */
  record Content(String text, String json) {
    static Content of(String both) {
      return new Content(both, both);
    }
  }

  /** Whether all who used it last have ended. Of an object that nobody used nothing is known. */
  boolean isStale() {
    return !inUse && !happened().isEmpty() && happened().stream().allMatch(LastUse::isOver);
  }

  /** Who uses it now, as far as can be seen; empty where nobody does. */
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

  /** What it is, as text. */
  String name() {
    return kind.toString();
  }

  /** In the largest unit of which there are two. */
  static String age(Duration age) {
    if (age.toDays() > 1) {
      return age.toDays() + " d";
    } else if (age.toHours() > 1) {
      return age.toHours() + " h";
    }
    return age.toMinutes() > 1 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
  }
}
