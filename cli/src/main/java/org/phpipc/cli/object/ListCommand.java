package org.phpipc.cli.object;

import com.google.gson.JsonArray;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.phpipc.cli.console.Notice;
import org.phpipc.cli.console.Terminal;
import org.phpipc.cli.console.Watch;
import org.phpipc.cli.doctor.KernelChecks;
import org.phpipc.cli.text.Count;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code phpipc list}. */
@Command(
    name = "list",
    header = "Lists queues, segments and semaphores together, and who used them last.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "Everything of this IPC namespace, other users' objects included. AGE counts from when an",
      "object was made or its attributes were set; the kernel keeps no other birthday. CONTENT of",
      "a queue is what its oldest message looks like, which stays there.",
      "",
      "--look attaches segments for a moment to recognise PHP's. The kernel counts that as their",
      "last use, so that --stale cannot tell any longer who used them before."
    },
    footer = {
      "",
      "Examples:  phpipc list",
      "           phpipc list semaphore --json",
      "           phpipc list --stale",
      "           phpipc list --watch --every 0.5"
    })
public final class ListCommand implements Runnable {
  @Parameters(arity = "0..1", paramLabel = "KIND", description = "Only ${COMPLETION-CANDIDATES}.")
  private KernelObject.@Nullable Kind kind;

  @Option(names = "--stale", description = "Only objects whose last users have ended.")
  private boolean stale;

  @Option(names = "--look", description = "Look into segments to recognise PHP's.")
  private boolean look;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private final Watch watch = new Watch();

  @Override
  public void run() {
    if (!json && Terminal.isOutput()) {
      mentionOtherNamespaces();
    }
    watch.show(this::text);
  }

  private static void mentionOtherNamespaces() {
    int others = KernelChecks.otherNamespaces().size();
    if (others > 0) {
      Notice.say(
          Count.of(others, "other IPC namespace")
              + Count.form(others, " has objects of its own", " have objects of their own")
              + ": phpipc doctor");
    }
  }

  private String text() {
    List<KernelObject> all = new KernelObjects(look).all().stream().filter(this::isWanted).toList();
    if (json) {
      JsonArray array = new JsonArray();
      all.forEach(object -> array.add(object.json()));
      return array + System.lineSeparator();
    }
    return KernelObject.table(all, Instant.now()).toString();
  }

  private boolean isWanted(KernelObject object) {
    return (kind == null || object.kind() == kind) && (!stale || object.isStale());
  }
}
