package org.phpipc.cli.top;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many messages a queue had at the last looks. */
final class TopHistory {
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final int LOOKS = 16;

  private final Deque<Long> depths = new ArrayDeque<>();
  private double rate;

  /** Adds a figure that was read {@code seconds} after the one before it. */
  void add(long messages, double seconds) {
    Long last = depths.peekLast();
    rate = last == null || seconds <= 0 ? 0 : (messages - last) / seconds;
    depths.addLast(messages);
    if (depths.size() > LOOKS) {
      depths.removeFirst();
    }
  }

  /** Messages that it gained or lost in a second. */
  double rate() {
    return rate;
  }

  /** The looks as bars, the latest on the right; the highest is that of the most messages. */
  String sparkline() {
    long most = depths.stream().mapToLong(Long::longValue).max().orElse(0);
    StringBuilder line = new StringBuilder();
    for (long depth : depths) {
      int bar = most == 0 ? 0 : (int) (depth * (BARS.length() - 1) / most);
      line.append(BARS.charAt(bar));
    }
    return line.toString();
  }
}
