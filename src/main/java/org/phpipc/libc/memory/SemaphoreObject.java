package org.phpipc.libc.memory;

import static org.phpipc.libc.abi.IpcFlags.IPC_NOWAIT;
import static org.phpipc.libc.abi.IpcFlags.SEM_UNDO;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.phpipc.Errno;
import org.phpipc.libc.abi.SemidDs;

/** A set of semaphores. Who waits is served in the order of coming, as soon as all can be done. */
final class SemaphoreObject extends IpcObject {
  /** The operations wait for their turn; no errno. */
  static final int MUST_WAIT = 1;

  /** One operation: {@code struct sembuf}. */
  record Operation(int number, int change, int flags) {
    boolean isUndone() {
      return (flags & SEM_UNDO) != 0;
    }
  }

  /** A thread that waits. */
  static final class Waiter {
    private final List<Operation> operations;
    private final Sleeper sleeper;
    private final int pid;
    private Operation blocking;

    Waiter(List<Operation> operations, Sleeper sleeper, int pid) {
      this.operations = operations;
      this.sleeper = sleeper;
      this.pid = pid;
      this.blocking = operations.get(0);
    }

    private boolean waitsFor(int number, boolean zero) {
      return blocking.number() == number && (blocking.change() == 0) == zero;
    }
  }

  private final int[] values;
  private final int[] pids;

  /** What the end of a process adds to each semaphore. */
  private final Map<Integer, int[]> undo = new HashMap<>();

  private final List<Waiter> waiters = new ArrayList<>();
  private Operation blocked = new Operation(0, 0, 0);
  private long operated;

  SemaphoreObject(int id, int key, int mode, int semaphores, MemoryProcess creator) {
    super(id, key, mode, creator);
    this.values = new int[semaphores];
    this.pids = new int[semaphores];
  }

  int size() {
    return values.length;
  }

  int value(int number) {
    return values[number];
  }

  int pid(int number) {
    return pids[number];
  }

  int waiting(int number, boolean zero) {
    return (int) waiters.stream().filter(waiter -> waiter.waitsFor(number, zero)).count();
  }

  /** SETVAL: what processes would undo is forgotten. */
  void set(int number, int value, int pid) {
    values[number] = value;
    pids[number] = pid;
    undo.values().forEach(adjustments -> adjustments[number] = 0);
    touch();
    serve();
  }

  /**
   * Does all operations or none.
   *
   * @return 0, {@link #MUST_WAIT}, or a negated errno
   */
  int operate(List<Operation> operations, int pid) {
    int result = tryAll(operations, pid);
    if (result == 0) {
      serve();
    }
    return result;
  }

  private int tryAll(List<Operation> operations, int pid) {
    int[] before = values.clone();
    int[] adjustments = undo.getOrDefault(pid, new int[values.length]).clone();
    for (Operation operation : operations) {
      int result = tryOne(operation, adjustments);
      if (result != 0) {
        System.arraycopy(before, 0, values, 0, values.length);
        return result;
      }
    }
    if (operations.stream().anyMatch(Operation::isUndone)) {
      undo.put(pid, adjustments);
    }
    operations.forEach(operation -> pids[operation.number()] = pid);
    operated = now();
    return 0;
  }

  private int tryOne(Operation operation, int[] adjustments) {
    int number = operation.number();
    int value = values[number] + operation.change();
    boolean waitsForZero = operation.change() == 0 && value != 0;
    if (value < 0 || waitsForZero) {
      blocked = operation;
      return (operation.flags() & IPC_NOWAIT) != 0 ? -Errno.EAGAIN.number() : MUST_WAIT;
    }
    if (value > Limits.SEMVMX) {
      return -Errno.ERANGE.number();
    }
    if (operation.isUndone()) {
      int adjustment = adjustments[number] - operation.change();
      if (adjustment < -Limits.SEMVMX - 1 || adjustment > Limits.SEMVMX) {
        return -Errno.ERANGE.number();
      }
      adjustments[number] = adjustment;
    }
    values[number] = value;
    return 0;
  }

  void waitFor(Waiter waiter) {
    waiter.blocking = blocked;
    waiters.add(waiter);
  }

  void giveUp(Waiter waiter) {
    waiters.remove(waiter);
  }

  /** Lets everyone go on who can, again and again: one may make it possible for another. */
  private void serve() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Waiter waiter : List.copyOf(waiters)) {
        int result = waiter.sleeper.isDone() ? MUST_WAIT : tryAll(waiter.operations, waiter.pid);
        if (result == MUST_WAIT) {
          waiter.blocking = waiter.sleeper.isDone() ? waiter.blocking : blocked;
          continue;
        }
        waiters.remove(waiter);
        waiter.sleeper.wake(result);
        changed = result == 0;
        if (changed) {
          break;
        }
      }
    }
  }

  /** The end of a process. */
  void undo(int pid) {
    int[] adjustments = undo.remove(pid);
    if (adjustments == null) {
      return;
    }
    for (int i = 0; i < values.length; i++) {
      if (adjustments[i] != 0) {
        values[i] = Math.max(0, Math.min(Limits.SEMVMX, values[i] + adjustments[i]));
        pids[i] = pid;
      }
    }
    operated = now();
    serve();
  }

  @Override
  void remove() {
    waiters.forEach(waiter -> waiter.sleeper.wake(-Errno.EIDRM.number()));
  }

  @Override
  void stat(ByteBuffer ds) {
    putPerm(ds, 0);
    ds.putLong(SemidDs.OTIME_OFFSET, operated)
        .putLong(SemidDs.CTIME_OFFSET, changed())
        .putLong(SemidDs.NSEMS_OFFSET, values.length);
  }
}
