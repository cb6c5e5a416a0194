package org.phpipc.cli.object;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.phpipc.cli.object.KernelObject.Content;
import org.phpipc.cli.object.KernelObject.Kind;
import org.phpipc.cli.text.Count;
import org.phpipc.cli.view.Payload;
import org.phpipc.cli.view.QueueText;
import org.phpipc.cli.view.SemText;
import org.phpipc.cli.view.ShmText;
import org.phpipc.swoole.ReplyQueue;
import org.phpipc.sysv.IpcAccessException;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcMissingException;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.PhpSemaphore;
import org.phpipc.sysv.QueueStatus;
import org.phpipc.sysv.SegmentStatus;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SemaphoreSetStatus;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.sysv.VariableLayout;

/** Finds the queues, segments and semaphores of this IPC namespace, and recognises PHP's. */
final class KernelObjects {
  private static final Content NO_PERMISSION = Content.of("no permission");
  private static final Content REMOVED = Content.of("removed");
  private static final Content REPLIES = Content.of("answers to calls of phpipc");
  private static final Content NOT_LOOKED_INTO = Content.of("not looked into");

  private final boolean look;

  /**
   * A search.
   *
   * @param look whether segments are attached to see what they hold
   */
  KernelObjects(boolean look) {
    this.look = look;
  }

  List<KernelObject> all() {
    return Arrays.stream(Kind.values()).flatMap(kind -> of(kind, id -> true)).toList();
  }

  /** The object that the kernel calls {@code id}, if it is there. */
  Optional<KernelObject> find(Kind kind, int id) {
    return of(kind, present -> present == id).findFirst();
  }

  private Stream<KernelObject> of(Kind kind, IntPredicate isWanted) {
    return switch (kind) {
      case QUEUE ->
          MessageQueue.list().stream()
              .filter(status -> isWanted.test(status.id()))
              .map(KernelObjects::queue);
      case SEGMENT ->
          SharedSegment.list().stream()
              .filter(status -> isWanted.test(status.id()))
              .map(this::segment);
      case SEMAPHORE ->
          SemaphoreSet.list().stream()
              .filter(status -> isWanted.test(status.id()))
              .map(KernelObjects::semaphore);
    };
  }

  private static KernelObject queue(QueueStatus status) {
    MessageQueue queue = MessageQueue.ofId(status.id());
    LastUse received = new LastUse("received", status.lastReceivePid(), status.lastReceive());
    boolean replies = isReplyQueue(queue);
    return new KernelObject(
        Kind.QUEUE,
        status.key(),
        status.id(),
        status.ownership(),
        QueueText.fill(status),
        replies ? REPLIES : tell(() -> messages(queue)),
        replies // Such a queue is of use to the one who waits for answers, and to nobody else.
            ? List.of(received)
            : List.of(new LastUse("sent", status.lastSendPid(), status.lastSend()), received),
        false,
        status.lastChange(),
        QueueText.json(status));
  }

  private static boolean isReplyQueue(MessageQueue queue) {
    try {
      return queue.peek(0).filter(ReplyQueue::isMark).isPresent();
    } catch (IpcException e) {
      return false;
    }
  }

  private static Content messages(MessageQueue queue) {
    return Content.of(
        queue.peek(0).map(message -> Payload.kind(message.payload())).orElse("empty"));
  }

  private KernelObject segment(SegmentStatus status) {
    boolean attached = status.attachments() > 0;
    return new KernelObject(
        Kind.SEGMENT,
        status.key(),
        status.id(),
        status.ownership(),
        Count.of(status.bytes(), "byte")
            + ", "
            + Count.of(status.attachments(), "time")
            + " attached",
        status.removed() ? REMOVED : look ? tell(() -> variables(status.id())) : NOT_LOOKED_INTO,
        List.of(
            new LastUse("made", status.creatorPid(), status.lastChange()),
            new LastUse("attached", status.lastPid(), latest(status))),
        attached,
        status.lastChange(),
        ShmText.json(status));
  }

  private static Instant latest(SegmentStatus status) {
    boolean detached = status.lastDetach().isAfter(status.lastAttach());
    return detached ? status.lastDetach() : status.lastAttach();
  }

  private static Content variables(int id) {
    try (SharedSegment segment = SharedSegment.ofIdReadOnly(id)) {
      VariableLayout layout = VariableLayout.of(segment);
      return layout
          .damage()
          .map(damage -> damage.offset() == 0 ? "not PHP's variables" : "PHP, damaged")
          .map(Content::of)
          .orElseGet(() -> phps("", layout.chunks().size(), "variable"));
    }
  }

  private static KernelObject semaphore(SemaphoreSetStatus status) {
    SemaphoreSet set = SemaphoreSet.ofId(status.id());
    JsonObject figures = SemText.json(status);
    return new KernelObject(
        Kind.SEMAPHORE,
        status.key(),
        status.id(),
        status.ownership(),
        Count.of(status.semaphores(), "semaphore"),
        tell(() -> counters(set, status.semaphores())),
        lastOperation(set, status),
        isOpen(set, status.semaphores()) || !set.waitingProcesses().isEmpty(),
        status.lastChange(),
        figures);
  }

  private static Content counters(SemaphoreSet set, int semaphores) {
    return isPhps(set, semaphores)
        ? phps(
            set.value(PhpSemaphore.FREE) + " free, ", set.value(PhpSemaphore.USERS), "open object")
        : Content.of("not PHP's");
  }

  /** What an object of PHP's has. */
  private static Content phps(String first, long number, String thing) {
    String start = "PHP, " + first;
    return new Content(start + Count.of(number, thing), start + number + " " + thing + "s");
  }

  /** PHP counts whoever has its semaphore open, and one who is opening it. */
  private static boolean isPhps(SemaphoreSet set, int semaphores) {
    return semaphores == PhpSemaphore.SEMAPHORES && set.value(PhpSemaphore.OPENING) <= 1;
  }

  private static boolean isOpen(SemaphoreSet set, int semaphores) {
    try {
      return isPhps(set, semaphores) && set.value(PhpSemaphore.USERS) > 0;
    } catch (IpcException e) {
      return false;
    }
  }

  private static List<LastUse> lastOperation(SemaphoreSet set, SemaphoreSetStatus status) {
    try {
      return List.of(new LastUse("operated", set.lastPid(0), status.lastOperation()));
    } catch (IpcException e) {
      return List.of(new LastUse("operated", 0, status.lastOperation()));
    }
  }

  /** What can be said about an object that may be closed to us, or gone meanwhile. */
  private interface Look {
    Content get();
  }

  private static Content tell(Look look) {
    try {
      return look.get();
    } catch (IpcAccessException e) {
      return NO_PERMISSION;
    } catch (IpcMissingException e) {
      return REMOVED;
    } catch (IpcException e) { // Peeking is not built into every kernel.
      return Content.of("cannot be looked into");
    }
  }
}
