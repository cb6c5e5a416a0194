package org.phpipc.cli.top;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.phpipc.cli.text.Count;
import org.phpipc.cli.text.TextTable;
import org.phpipc.cli.view.QueueText;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.QueueStatus;

/** What {@code phpipc top} shows: the queues, and messages of the one that is selected. */
final class TopScreen {
  private static final int LEAST_COLUMNS = 60;
  private static final int LEAST_LINES = 10;
  private static final int BESIDE_QUEUES = 4;

  private final Map<Integer, TopHistory> histories = new HashMap<>();
  private List<QueueStatus> queues = List.of();
  private long lookedNanos;
  private int selected;

  /** Looks at the queues. */
  void look(long nanos) {
    double seconds = (double) (nanos - lookedNanos) / TimeUnit.SECONDS.toNanos(1);
    lookedNanos = nanos;
    queues = MessageQueue.list();
    histories.keySet().retainAll(queues.stream().map(QueueStatus::id).toList());
    for (QueueStatus queue : queues) {
      histories.computeIfAbsent(queue.id(), id -> new TopHistory()).add(queue.messages(), seconds);
    }
    select(0);
  }

  /** Selects a queue further down, or up. */
  void select(int further) {
    selected = Math.max(0, Math.min(queues.size() - 1, selected + further));
  }

  /** The lines of a screen of this size; some may be too long for it. */
  List<String> lines(int columns, int height) {
    if (columns < LEAST_COLUMNS || height < LEAST_LINES) {
      return List.of(
          "The terminal is too small: " + LEAST_COLUMNS + "x" + LEAST_LINES + ". q quits");
    }
    List<String> lines = new ArrayList<>();
    lines.add("phpipc top: " + Count.of(queues.size(), "queue") + ". Up and down select, q quits");
    int shown = Math.min(queues.size(), (height - BESIDE_QUEUES) / 2);
    int first = Math.max(0, selected - shown + 1);
    lines.addAll(table(first, first + shown).toString().lines().toList());
    lines.add("");
    if (!queues.isEmpty()) {
      addMessages(lines, queues.get(selected), height);
    }
    return lines;
  }

  private TextTable table(int from, int to) {
    TextTable table = new TextTable(" ", "KEY", "ID", "MESSAGES", "FULL", "RATE", "HISTORY");
    for (int i = from; i < to; i++) {
      QueueStatus queue = queues.get(i);
      TopHistory history = histories.getOrDefault(queue.id(), new TopHistory());
      table.add(
          i == selected ? ">" : " ",
          queue.key(),
          queue.id(),
          queue.messages(),
          100 * queue.bytes() / Math.max(1, queue.capacityBytes()) + " %",
          String.format(Locale.ROOT, "%+.1f/s", history.rate()),
          history.sparkline());
    }
    return table;
  }

  private static void addMessages(List<String> lines, QueueStatus status, int height) {
    MessageQueue queue = MessageQueue.ofId(status.id());
    lines.add("messages of " + status.key() + ", the oldest first");
    try {
      Optional<Message> message = queue.peek(0);
      for (int index = 1; lines.size() < height && message.isPresent(); index++) {
        lines.add("  " + QueueText.line(message.get()));
        message = queue.peek(index);
      }
    } catch (IpcException e) {
      lines.add("  " + e.getMessage());
    }
  }
}
