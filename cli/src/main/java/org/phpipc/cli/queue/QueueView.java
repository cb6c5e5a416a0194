package org.phpipc.cli.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/** What a queue holds, looked at again and again. */
final class QueueView {
  private final MessageQueue queue;
  private List<Message> seen = List.of();

  QueueView(MessageQueue queue) {
    this.queue = queue;
  }

  /**
   * The messages that came since the last look; all at the first.
   *
   * <p>A queue keeps its order, and new messages stand behind the old ones: as long as the messages
   * are found among those seen before, in their order, they are the old ones that are left.
   */
  List<Message> arrived() {
    List<Message> now = messages();
    int old = 0;
    for (int before = 0; before < seen.size() && old < now.size(); before++) {
      if (seen.get(before).equals(now.get(old))) {
        old++;
      }
    }
    seen = now;
    return now.subList(old, now.size());
  }

  private List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    Optional<Message> next = queue.peek(0);
    while (next.isPresent()) {
      messages.add(next.get());
      next = queue.peek(messages.size());
    }
    return messages;
  }
}
