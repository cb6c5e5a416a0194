package org.phpipc.cli.queue;

import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.phpipc.cli.console.Address;
import org.phpipc.cli.console.Watch;
import org.phpipc.cli.text.TextTable;
import org.phpipc.cli.view.QueueText;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.QueueStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code phpipc queue stat}. */
@Command(
    name = "stat",
    header = "Prints the figures of a queue.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "With --watch also how fast it grows or shrinks: the kernel counts what is there, not what",
      "was sent and received."
    },
    footer = {"", "Example:  phpipc queue stat 0x51 --watch"})
public final class QueueStatCommand implements Runnable {
  @Mixin private final Address.Key key = new Address.Key();
  @Mixin private final Watch watch = new Watch();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private @Nullable QueueStatus before;
  private long beforeNanos;

  @Override
  public void run() {
    MessageQueue queue = key.address.openQueue();
    watch.show(() -> text(queue.status(), System.nanoTime()));
  }

  private String text(QueueStatus status, long nanos) {
    JsonObject figures = QueueText.json(status);
    TextTable table = QueueText.figures(status);
    if (before != null) {
      double seconds = (double) (nanos - beforeNanos) / TimeUnit.SECONDS.toNanos(1);
      double messages = (status.messages() - before.messages()) / seconds;
      double bytes = (status.bytes() - before.bytes()) / seconds;
      figures.addProperty("messages_per_second", messages);
      figures.addProperty("bytes_per_second", bytes);
      table.add(
          "growth", String.format(Locale.ROOT, "%+.1f messages/s, %+.0f bytes/s", messages, bytes));
    }
    before = status;
    beforeNanos = nanos;
    return json ? figures + System.lineSeparator() : table.toString();
  }
}
