package org.phpipc.cli.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.phpipc.cli.console.Accounts;
import org.phpipc.cli.text.TextTable;
import org.phpipc.cli.text.ValueText;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SemaphoreSetStatus;

/** Semaphore sets as text and as JSON. */
public final class SemText {
  /** What the semaphores of PHP's set of three count. */
  private static final List<String> PHPS = List.of("free places", "open objects", "being opened");

  private SemText() {}

  public static TextTable table(List<SemaphoreSetStatus> all) {
    TextTable table = new TextTable("KEY", "ID", "OWNER", "MODE", "SEMAPHORES", "LAST OPERATION");
    for (SemaphoreSetStatus status : all) {
      table.add(
          status.key(),
          status.id(),
          Accounts.USERS.name(status.ownership().uid()),
          StatusText.mode(status.ownership().mode()),
          status.semaphores(),
          StatusText.time(status.lastOperation()));
    }
    return table;
  }

  public static TextTable figures(SemaphoreSetStatus status) {
    TextTable table = new TextTable("key", status.key() + " (" + status.key().value() + ")");
    table.add("id", status.id());
    StatusText.addOwnership(table, status.ownership());
    table.add("semaphores", status.semaphores());
    table.add("last operation", StatusText.time(status.lastOperation()));
    table.add("last changed", StatusText.time(status.lastChange()));
    return table;
  }

  public static TextTable counters(SemaphoreSet set) {
    TextTable table =
        new TextTable("SEMAPHORE", "COUNTS", "VALUE", "WAITING", "FOR ZERO", "LAST PROCESS");
    int semaphores = set.status().semaphores();
    for (int index = 0; index < semaphores; index++) {
      int pid = set.lastPid(index);
      table.add(
          index,
          semaphores == PHPS.size() ? PHPS.get(index) : "",
          set.value(index),
          set.waiting(index),
          set.waitingForZero(index),
          pid == 0 ? "none" : pid + command(pid));
    }
    return table;
  }

  /** Who waits, as far as it can be seen; nothing where nobody does. */
  public static String waiting(SemaphoreSet set) {
    Set<Long> pids = set.waitingProcesses();
    return pids.isEmpty()
        ? ""
        : pids.stream()
            .map(pid -> pid + command(pid))
            .collect(Collectors.joining(", ", "\nwaiting: ", "\n"));
  }

  private static String command(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .map(command -> " " + ValueText.visible(command))
        .orElse("");
  }

  public static JsonObject json(SemaphoreSetStatus status) {
    JsonObject json = new JsonObject();
    json.addProperty("key", status.key().value());
    json.addProperty("id", status.id());
    StatusText.addOwnership(json, status.ownership());
    json.addProperty("semaphores", status.semaphores());
    json.addProperty("last_operation_time", status.lastOperation().getEpochSecond());
    json.addProperty("last_change_time", status.lastChange().getEpochSecond());
    return json;
  }

  /** The figures with those of each semaphore. */
  public static JsonObject json(SemaphoreSet set) {
    SemaphoreSetStatus status = set.status();
    JsonArray counters = new JsonArray();
    for (int index = 0; index < status.semaphores(); index++) {
      JsonObject counter = new JsonObject();
      counter.addProperty("value", set.value(index));
      counter.addProperty("waiting", set.waiting(index));
      counter.addProperty("waiting_for_zero", set.waitingForZero(index));
      counter.addProperty("last_pid", set.lastPid(index));
      counters.add(counter);
    }
    JsonArray waiting = new JsonArray();
    set.waitingProcesses().forEach(waiting::add);
    JsonObject json = json(status);
    json.add("counters", counters);
    json.add("waiting_pids", waiting);
    return json;
  }
}
