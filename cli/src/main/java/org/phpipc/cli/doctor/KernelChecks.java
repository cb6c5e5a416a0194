package org.phpipc.cli.doctor;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.phpipc.cli.console.Accounts;
import org.phpipc.cli.console.Hint;
import org.phpipc.sysv.IpcAccessException;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.QueueLimits;
import org.phpipc.sysv.QueueStatus;
import org.phpipc.sysv.SegmentLimits;
import org.phpipc.sysv.SemaphoreLimits;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SemaphoreSetStatus;
import org.phpipc.sysv.SharedSegment;

/** The checks of {@code phpipc doctor} that ask the kernel. */
public final class KernelChecks {
  private static final Path PROC = Path.of("/proc");
  private static final Path OWN_NAMESPACE = PROC.resolve("self/ns/ipc");
  private static final long TIGHT_PERCENT = 80;
  private static final long PAGE_BYTES = 4096;

  private KernelChecks() {}

  static List<Check> all() {
    return List.of(
        Check.one("round trip", KernelChecks::roundTrip),
        Check.one("queues", KernelChecks::queues),
        Check.one("messages", KernelChecks::messages),
        Check.one("full queues", KernelChecks::fullest),
        Check.one("segments", KernelChecks::segments),
        Check.one("pages of segments", KernelChecks::pages),
        Check.one("semaphore sets", KernelChecks::sets),
        Check.one("semaphores", KernelChecks::semaphores),
        Check.one("permissions", KernelChecks::permissions));
  }

  private static Finding queues() {
    int msgmni = QueueLimits.read().msgmni();
    return use("queues", MessageQueue.list().size(), msgmni, "kernel.msgmni");
  }

  private static Finding messages() {
    QueueLimits limits = QueueLimits.read();
    return Finding.ok(
        "messages",
        String.format(
            Locale.ROOT,
            "up to %d bytes each (kernel.msgmax), %d in a new queue (kernel.msgmnb)",
            limits.msgmax(),
            limits.msgmnb()));
  }

  private static Finding segments() {
    long shmmni = SegmentLimits.read().shmmni();
    return use("segments", SharedSegment.list().size(), shmmni, "kernel.shmmni");
  }

  private static Finding pages() {
    long pages =
        SharedSegment.list().stream()
            .mapToLong(segment -> (segment.bytes() + PAGE_BYTES - 1) / PAGE_BYTES)
            .sum();
    return use("pages of segments", pages, SegmentLimits.read().shmall(), "kernel.shmall");
  }

  private static Finding sets() {
    int semmni = SemaphoreLimits.read().semmni();
    return use(
        "semaphore sets", SemaphoreSet.list().size(), semmni, "kernel.sem, the fourth number");
  }

  private static Finding semaphores() {
    long semaphores = SemaphoreSet.list().stream().mapToLong(SemaphoreSetStatus::semaphores).sum();
    int semmns = SemaphoreLimits.read().semmns();
    return use("semaphores", semaphores, semmns, "kernel.sem, the second number");
  }

  /** Takes a queue of its own through all calls that the tool needs. */
  private static Finding roundTrip() {
    String subject = "round trip";
    try {
      MessageQueue queue = MessageQueue.create(IpcKey.PRIVATE);
      try {
        queue.trySend(1, new byte[1]);
        queue.peek(0);
        queue.tryReceive();
      } finally {
        queue.remove();
      }
      return Finding.ok(subject, "a message was sent, peeked and received");
    } catch (IpcException e) {
      return Finding.problem(
          subject,
          String.valueOf(e.getMessage()),
          "Without this neither phpipc nor PHP can work. " + Hint.ofOwn(e));
    }
  }

  private static Finding use(String subject, long used, long limit, String setting) {
    String text = used + " of " + limit + " (" + setting + ")";
    if (used >= limit) {
      String advice = "Nothing more can be made: remove some (phpipc list --stale) or raise it.";
      return Finding.problem(subject, text, advice);
    }
    return isTight(used, limit)
        ? Finding.warning(subject, text, "Look for what nobody uses: phpipc list --stale")
        : Finding.ok(subject, text);
  }

  /** Does not overflow, even if the limit is near the largest long. */
  private static boolean isTight(long used, long limit) {
    return used >= limit / 100.0 * TIGHT_PERCENT;
  }

  private static Finding fullest() {
    String subject = "full queues";
    Set<String> full = new TreeSet<>();
    for (QueueStatus status : MessageQueue.list()) {
      if (isTight(status.bytes(), status.capacityBytes())) {
        full.add(status.key() + " (id " + status.id() + ")");
      }
    }
    return full.isEmpty()
        ? Finding.ok(subject, "none")
        : Finding.warning(
            subject,
            String.join(", ", full),
            "Senders wait there: is a receiver missing? See phpipc queue stat, or queue resize.");
  }

  static Finding namespace() {
    String subject = "IPC namespace";
    String own = nameOf(OWN_NAMESPACE).orElse("unknown");
    Set<String> others = otherNamespaces(own);
    return others.isEmpty()
        ? Finding.ok(subject, own + ", that of all processes that can be seen")
        : Finding.warning(
            subject,
            own + "; other processes live in " + String.join(", ", others),
            "They do not meet this one's objects: start both sides in one (docker run --ipc).");
  }

  /** The IPC namespaces of all visible processes, except the tool's own. */
  public static Set<String> otherNamespaces() {
    return otherNamespaces(nameOf(OWN_NAMESPACE).orElse("unknown"));
  }

  private static Set<String> otherNamespaces(String own) {
    Set<String> others = new TreeSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      processes.forEach(process -> nameOf(process.resolve("ns/ipc")).ifPresent(others::add));
    } catch (IOException | DirectoryIteratorException e) {
      return Set.of();
    }
    others.remove(own);
    return others;
  }

  private static Optional<String> nameOf(Path namespace) {
    try {
      return Optional.of(Files.readSymbolicLink(namespace).toString());
    } catch (IOException e) {
      return Optional.empty(); // It has ended, or is not for us to see.
    }
  }

  private static Finding permissions() {
    String subject = "permissions";
    String closed =
        MessageQueue.list().stream()
            .filter(KernelChecks::isClosed)
            .map(
                status ->
                    status.key() + " of user " + Accounts.USERS.name(status.ownership().uid()))
            .collect(Collectors.joining(", "));
    String user = "user " + System.getProperty("user.name");
    return closed.isEmpty()
        ? Finding.ok(subject, user + " may read every queue")
        : Finding.warning(
            subject,
            user + " may not read the queues " + closed,
            "Run both sides as one user, or give the mode when the queue is made (0660).");
  }

  private static boolean isClosed(QueueStatus status) {
    try {
      MessageQueue.ofId(status.id()).status();
      return false;
    } catch (IpcAccessException e) {
      return true;
    } catch (IpcException e) {
      return false;
    }
  }
}
