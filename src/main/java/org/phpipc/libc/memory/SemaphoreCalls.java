package org.phpipc.libc.memory;

import static org.phpipc.libc.abi.IpcFlags.GETNCNT;
import static org.phpipc.libc.abi.IpcFlags.GETPID;
import static org.phpipc.libc.abi.IpcFlags.GETVAL;
import static org.phpipc.libc.abi.IpcFlags.GETZCNT;
import static org.phpipc.libc.abi.IpcFlags.IPC_RMID;
import static org.phpipc.libc.abi.IpcFlags.SEM_INFO;
import static org.phpipc.libc.abi.IpcFlags.SEM_STAT_ANY;
import static org.phpipc.libc.abi.IpcFlags.SETVAL;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.phpipc.Errno;
import org.phpipc.libc.abi.Sembuf;
import org.phpipc.libc.abi.Seminfo;
import org.phpipc.libc.abi.Timespec;

/** semget, semop, semtimedop and semctl. */
final class SemaphoreCalls extends IpcCalls<SemaphoreObject> {
  private final MemoryKernel kernel;

  SemaphoreCalls(MemoryKernel kernel, MemoryProcess process) {
    super(kernel.semaphores, process, SEM_INFO, SEM_STAT_ANY);
    this.kernel = kernel;
  }

  int get(int key, int semaphores, int flags) {
    if (semaphores < 0 || semaphores > Limits.SEMMSL) {
      return -Errno.EINVAL.number();
    }
    return table.get(
        key,
        flags,
        process,
        semaphores == 0 ? Errno.EINVAL.number() : 0,
        set -> semaphores > set.size() ? Errno.EINVAL.number() : 0,
        id -> new SemaphoreObject(id, key, flags, semaphores, process));
  }

  int operate(int id, ByteBuffer sops, long count) {
    return operate(id, sops, count, Sleeper.FOREVER);
  }

  /** With a {@link Timespec} among the operations. */
  int operateTimed(int id, ByteBuffer sops, long count, int timeoutOffset) {
    long seconds = sops.getLong(timeoutOffset + Timespec.SEC_OFFSET);
    long nanos = sops.getLong(timeoutOffset + Timespec.NSEC_OFFSET);
    if (seconds < 0 || nanos < 0 || nanos >= TimeUnit.SECONDS.toNanos(1)) {
      return -Errno.EINVAL.number();
    }
    long patience = TimeUnit.SECONDS.toNanos(seconds) + nanos;
    return operate(id, sops, count, patience < 0 ? Sleeper.FOREVER : patience);
  }

  private int operate(int id, ByteBuffer sops, long count, long patience) {
    if (count < 1 || id < 0) {
      return -Errno.EINVAL.number();
    } else if (count > Limits.SEMOPM) {
      return -Errno.E2BIG.number();
    }
    List<SemaphoreObject.Operation> operations =
        IntStream.range(0, (int) count).mapToObj(i -> operation(sops, i)).toList();
    return operateAll(id, operations, patience);
  }

  private static SemaphoreObject.Operation operation(ByteBuffer sops, int index) {
    return new SemaphoreObject.Operation(
        Sembuf.num(sops, index), Sembuf.op(sops, index), Sembuf.flg(sops, index));
  }

  private int operateAll(int id, List<SemaphoreObject.Operation> operations, long patience) {
    SemaphoreObject set = table.find(id);
    if (set == null) {
      return -Errno.EINVAL.number();
    } else if (operations.stream().anyMatch(operation -> operation.number() >= set.size())) {
      return -Errno.EFBIG.number();
    }
    boolean alters = operations.stream().anyMatch(operation -> operation.change() != 0);
    if (!set.grants(process, alters ? WRITE : READ)) {
      return -Errno.EACCES.number();
    }
    int result = set.operate(operations, process.pid());
    return result == SemaphoreObject.MUST_WAIT ? await(set, operations, patience) : result;
  }

  private int await(
      SemaphoreObject set, List<SemaphoreObject.Operation> operations, long patience) {
    var sleeper = kernel.sleeper();
    var waiter = new SemaphoreObject.Waiter(operations, sleeper, process.pid());
    set.waitFor(waiter);
    try {
      return (int) kernel.sleep(sleeper, patience);
    } finally {
      set.giveUp(waiter);
    }
  }

  /** A command that uses a number, or none. */
  int control(int id, int number, int cmd, int value) {
    SemaphoreObject set = table.find(id);
    if (set == null) {
      return -Errno.EINVAL.number();
    } else if (cmd == IPC_RMID) {
      return remove(set);
    } else if (number < 0 || number >= set.size()) {
      return -Errno.EINVAL.number();
    } else if (cmd == SETVAL) {
      return set(set, number, value);
    }
    return set.grants(process, READ) ? ask(set, number, cmd) : -Errno.EACCES.number();
  }

  private int set(SemaphoreObject set, int number, int value) {
    if (value < 0 || value > Limits.SEMVMX) {
      return -Errno.ERANGE.number();
    } else if (!set.grants(process, WRITE)) {
      return -Errno.EACCES.number();
    }
    set.set(number, value, process.pid());
    return 0;
  }

  private static int ask(SemaphoreObject set, int number, int cmd) {
    return switch (cmd) {
      case GETVAL -> set.value(number);
      case GETPID -> set.pid(number);
      case GETNCNT -> set.waiting(number, false);
      case GETZCNT -> set.waiting(number, true);
      default -> -Errno.EINVAL.number();
    };
  }

  @Override
  void putInfo(int cmd, ByteBuffer info) {
    info.putInt(Seminfo.SEMMNI_OFFSET, Limits.SEMMNI)
        .putInt(Seminfo.SEMMNS_OFFSET, Limits.SEMMNS)
        .putInt(Seminfo.SEMMSL_OFFSET, Limits.SEMMSL)
        .putInt(Seminfo.SEMOPM_OFFSET, Limits.SEMOPM)
        .putInt(Seminfo.SEMVMX_OFFSET, Limits.SEMVMX);
  }
}
