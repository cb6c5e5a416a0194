package org.phpipc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.IpcMissingException;
import org.phpipc.sysv.MessageQueue;

/** Owns the kernel objects of a test: on keys that nobody uses, removed when it ends. */
public final class KernelObjects implements AfterEachCallback {
  private final Deque<MessageQueue> queues = new ArrayDeque<>();
  private final Deque<IpcKey> keys = new ArrayDeque<>();

  /** A new private queue. */
  public MessageQueue queue() {
    return owned(MessageQueue.create(IpcKey.PRIVATE));
  }

  /** A key without a queue. What is made under it is removed as well. */
  public IpcKey freeKey() {
    IpcKey key;
    do {
      key = new IpcKey(ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
    } while (MessageQueue.exists(key));
    keys.add(key);
    return key;
  }

  /** Takes a queue into care. */
  public MessageQueue owned(MessageQueue queue) {
    queues.add(queue);
    return queue;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    for (IpcKey key : keys) {
      if (MessageQueue.exists(key)) {
        queues.add(MessageQueue.open(key));
      }
    }
    queues.forEach(KernelObjects::removeIfThere);
    keys.clear();
    queues.clear();
  }

  private static void removeIfThere(MessageQueue queue) {
    try {
      queue.remove();
    } catch (IpcMissingException removedByTheTest) {
      // What was to be reached.
    }
  }

  /** The errno of the refusal that the action ends in. */
  public static int errnoOf(Runnable action) {
    try {
      action.run();
    } catch (IpcException e) {
      return e.errno();
    }
    throw new AssertionError("nothing was refused");
  }
}
