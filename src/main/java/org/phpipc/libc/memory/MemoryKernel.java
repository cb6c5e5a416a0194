package org.phpipc.libc.memory;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The objects that the processes of one simulated machine share. Each of them reaches it through a
 * {@link MemoryIpcLibc} of its own; one lock guards everything.
 */
public final class MemoryKernel {
  /** A segment as a process has it attached. */
  record Attachment(SegmentObject segment, int pid, boolean readOnly) {
    ByteBuffer view() {
      ByteBuffer memory = segment.memory();
      return readOnly ? memory.asReadOnlyBuffer() : memory.duplicate();
    }
  }

  private static final long FIRST_ADDRESS = 1L << 32;

  private final ReentrantLock lock = new ReentrantLock();
  final IdTable<QueueObject> queues = new IdTable<>(Limits.MSGMNI);
  final IdTable<SegmentObject> segments = new IdTable<>(Limits.SHMMNI);
  final IdTable<SemaphoreObject> semaphores = new IdTable<>(Limits.SEMMNI);

  /** By address. */
  final Map<Long, Attachment> attachments = new HashMap<>();

  private final Map<Integer, Sleeper> sleepers = new HashMap<>();
  private final Map<Integer, Long> handlers = new HashMap<>();
  private long nextAddress = FIRST_ADDRESS;

  /** Whether a thread of this number waits in a call now. */
  public boolean isWaiting(int tid) {
    return locked(
        () -> {
          Sleeper sleeper = sleepers.get(tid);
          return sleeper != null && !sleeper.isDone();
        });
  }

  /** What one call does, while no other does anything. */
  <T> T locked(Supplier<T> call) {
    lock.lock();
    try {
      return call.get();
    } finally {
      lock.unlock();
    }
  }

  /** The number of the thread that calls. */
  static int tid() {
    return (int) Thread.currentThread().getId();
  }

  Sleeper sleeper() {
    return new Sleeper(lock.newCondition());
  }

  /** Waits under the number of this thread, so that a signal can end it. */
  long sleep(Sleeper sleeper, long nanos) {
    int tid = tid();
    sleepers.put(tid, sleeper);
    try {
      return sleeper.sleep(nanos);
    } finally {
      sleepers.remove(tid);
    }
  }

  @Nullable Sleeper sleeping(int tid) {
    return sleepers.get(tid);
  }

  /** Sets what a signal does, an address, and gives what it did before. */
  long handle(int signal, long handler) {
    Long before = handlers.put(signal, handler);
    return before == null ? 0 : before;
  }

  long handler(int signal) {
    return handlers.getOrDefault(signal, 0L);
  }

  long attach(SegmentObject segment, int pid, boolean readOnly) {
    long address = nextAddress;
    nextAddress += (segment.bytes() / 4096L + 1) * 4096;
    attachments.put(address, new Attachment(segment, pid, readOnly));
    segment.attach(pid);
    return address;
  }

  void detach(long address) {
    Attachment attachment = attachments.remove(address);
    if (attachment != null && attachment.segment().detach(attachment.pid())) {
      segments.remove(attachment.segment());
    }
  }

  /** What happens when a process ends: its attachments go, and its semaphores are undone. */
  public void exit(MemoryProcess process) {
    lock.lock();
    try {
      attachments.entrySet().stream()
          .filter(entry -> entry.getValue().pid() == process.pid())
          .map(Map.Entry::getKey)
          .toList()
          .forEach(this::detach);
      semaphores.all().forEach(set -> set.undo(process.pid()));
    } finally {
      lock.unlock();
    }
  }
}
