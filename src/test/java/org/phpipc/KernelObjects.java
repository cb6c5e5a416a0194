package org.phpipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.IpcMissingException;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedSegment;

/** Owns the kernel objects of a test: on keys that nobody uses, removed when it ends. */
public final class KernelObjects implements AfterEachCallback {
  private final Deque<Runnable> removals = new ArrayDeque<>();
  private final Deque<IpcKey> keys = new ArrayDeque<>();

  /** A new private queue. */
  public MessageQueue queue() {
    return owned(MessageQueue.create(IpcKey.PRIVATE));
  }

  /** A new private segment. */
  public SharedSegment segment(long bytes) {
    return owned(SharedSegment.create(IpcKey.PRIVATE, bytes));
  }

  /** A key without an object. What is made under it is removed as well. */
  public IpcKey freeKey() {
    IpcKey key;
    do {
      key = new IpcKey(ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
    } while (isTaken(key));
    keys.add(key);
    return key;
  }

  private static boolean isTaken(IpcKey key) {
    return MessageQueue.exists(key) || SharedSegment.exists(key) || SemaphoreSet.exists(key);
  }

  /** Takes a queue into care. */
  public MessageQueue owned(MessageQueue queue) {
    removals.add(queue::remove);
    return queue;
  }

  /** Takes a segment into care. */
  public SharedSegment owned(SharedSegment segment) {
    int id = segment.id();
    removals.add(segment::close);
    removals.add(() -> SharedSegment.removeId(id));
    return segment;
  }

  /** Takes a semaphore set into care. */
  public SemaphoreSet owned(SemaphoreSet set) {
    removals.add(set::remove);
    return set;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    for (IpcKey key : keys) {
      if (MessageQueue.exists(key)) {
        removals.add(MessageQueue.open(key)::remove);
      }
      if (SemaphoreSet.exists(key)) {
        removals.add(SemaphoreSet.open(key)::remove);
      }
    }
    SharedSegment.list().stream()
        .filter(status -> keys.contains(status.key()))
        .forEach(status -> removals.add(() -> SharedSegment.removeId(status.id())));
    removals.forEach(KernelObjects::removeIfThere);
    keys.clear();
    removals.clear();
  }

  private static void removeIfThere(Runnable removal) {
    try {
      removal.run();
    } catch (IpcMissingException removedByTheTest) {
      // What was to be reached.
    }
  }

  /** The errno of the refusal that the action ends in. */
  public static int errnoOf(ThrowingCallable action) {
    IpcException refused = catchThrowableOfType(IpcException.class, action);
    assertThat(refused).as("what was refused").isNotNull();
    return refused.errno();
  }
}
