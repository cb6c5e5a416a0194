package org.phpipc.sysv;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.lang3.Validate;
import org.phpipc.Errno;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.Sembuf;
import org.phpipc.libc.abi.SemidDs;
import org.phpipc.libc.abi.Timespec;
import org.phpipc.wait.Deadline;
import org.phpipc.wait.Waiting;

/**
 * A System V semaphore set: counters that the kernel changes several at once, or not at all.
 *
 * <p>This object is a name for the set and holds nothing: the set stays until {@link #remove}. Any
 * number of threads may use it. An operation that is undone at the end belongs to the process, not
 * to the thread that did it.
 *
 * <p>Source of all rules: semget(2), semop(2), semctl(2).
 */
public final class SemaphoreSet {
  /** Permission bits of a new set if the caller names none: only its owner may use it. */
  public static final int DEFAULT_MODE = Ownership.DEFAULT_MODE;

  /** Flag of {@link #semget}: create the set if there is none. */
  public static final int CREATE = IpcFlags.IPC_CREAT;

  /** Flag of {@link #semget}: with {@link #CREATE}, refuse one that exists. */
  public static final int EXCLUSIVE = IpcFlags.IPC_EXCL;

  private static final int EINTR = Errno.EINTR.number();
  private static final int EAGAIN = Errno.EAGAIN.number();

  /**
   * A change of one semaphore.
   *
   * @param index of the semaphore in its set, from 0
   * @param change what is added; a negative one waits until the value is large enough; 0 waits
   *     until the value is 0
   * @param undone whether the kernel takes it back when this process ends ({@code SEM_UNDO})
   */
  public record Operation(int index, int change, boolean undone) {
    /** Refuses what the kernel's types cannot hold. */
    public Operation {
      Validate.inclusiveBetween(0, 0xffff, index, "index");
      Validate.inclusiveBetween(Short.MIN_VALUE, Short.MAX_VALUE, change, "change");
    }
  }

  private final IpcLibc libc = IpcLibc.get();
  private final int id;
  private final String name;

  private SemaphoreSet(int id, String name) {
    this.id = id;
    this.name = name;
  }

  /**
   * The set with this key.
   *
   * @throws IpcMissingException if there is none
   */
  public static SemaphoreSet open(IpcKey key) {
    Validate.isTrue(!key.isPrivate(), "IPC_PRIVATE finds no set: create one, or open it by its id");
    return semget(key, 0, 0);
  }

  /** As {@link #create(IpcKey, int, int)} with {@link #DEFAULT_MODE}. */
  public static SemaphoreSet create(IpcKey key, int semaphores) {
    return create(key, semaphores, DEFAULT_MODE);
  }

  /**
   * A new set of zeros.
   *
   * @param semaphores at least 1
   * @param mode permission bits; the umask does not change them
   * @throws IpcExistsException if the key has a set already
   */
  public static SemaphoreSet create(IpcKey key, int semaphores, int mode) {
    return semget(key, semaphores, (mode & Ownership.PERMISSIONS) | CREATE | EXCLUSIVE);
  }

  /**
   * Calls {@code semget} with raw arguments, without any check of the owner.
   *
   * @param semaphores the least that an existing set must have, and what a new one has
   * @param flags permission bits that are asked for, {@link #CREATE}, {@link #EXCLUSIVE}
   */
  public static SemaphoreSet semget(IpcKey key, int semaphores, int flags) {
    String name = "semaphore set with key " + key;
    int id = IpcLibc.get().semget(key.value(), semaphores, flags);
    if (id < 0) {
      throw SemaphoreRefusals.opening(name, -id, semaphores);
    }
    return new SemaphoreSet(id, name + " and id " + id);
  }

  /** The set with this kernel identifier, whether it exists or not. */
  public static SemaphoreSet ofId(int id) {
    return new SemaphoreSet(id, "semaphore set with id " + id);
  }

  /** Whether the key has a set. {@link IpcKey#PRIVATE} never has. */
  public static boolean exists(IpcKey key) {
    return !key.isPrivate() && IpcLibc.get().semget(key.value(), 0, 0) >= 0;
  }

  /**
   * Every set of this IPC namespace, those of other users included.
   *
   * @throws IpcException if the kernel refuses to tell, as in a container whose seccomp filter does
   */
  public static List<SemaphoreSetStatus> list() {
    IpcLibc libc = IpcLibc.get();
    return KernelTable.SEMAPHORE_SETS.list(
        (index, cmd, ds) -> libc.semctl(index, 0, cmd, ds), SemaphoreSetStatus::read);
  }

  /** The number by which the kernel identifies the set. */
  public int id() {
    return id;
  }

  /**
   * Does all operations at once, waiting until that is possible.
   *
   * @throws IpcMissingException if the set is gone, or goes while this waits
   * @throws InterruptedException if the thread is interrupted while it waits; nothing was done
   */
  public void operate(Operation... operations) throws InterruptedException {
    if (!tryOperate(operations)) {
      done(Waiting.untilDone(() -> semop(0, operations)));
    }
  }

  /** As {@link #operate}, but an interrupt stays pending until it is done. */
  void operateUninterruptibly(Operation... operations) {
    if (tryOperate(operations)) {
      return; // The fast way.
    }
    long result;
    do {
      result = semop(0, operations);
    } while (result == -EINTR);
    done(result);
  }

  /**
   * As {@link #operate}, but does not wait: if the operations are not possible now, nothing is done
   * and the result is false.
   */
  public boolean tryOperate(Operation... operations) {
    return done(semop(IpcFlags.IPC_NOWAIT, operations));
  }

  /**
   * As {@link #operate}, but waits at most {@code patience}; after that nothing is done and the
   * result is false.
   */
  public boolean operate(Duration patience, Operation... operations) throws InterruptedException {
    Deadline end = Deadline.after(patience);
    return tryOperate(operations) || done(Waiting.untilDone(() -> semtimedop(end, operations)));
  }

  /** The value of a semaphore. */
  public int value(int index) {
    return ask(IpcCall.SEMCTL_GETVAL, index, IpcFlags.GETVAL);
  }

  /** Sets the value of a semaphore, and forgets what ending processes would have undone to it. */
  public void setValue(int index, int value) {
    check(IpcCall.SEMCTL_SETVAL, libc.semctl(id, index, IpcFlags.SETVAL, value));
  }

  /** How many threads, of all processes, wait until the value is larger. */
  public int waiting(int index) {
    return ask(IpcCall.SEMCTL_GETNCNT, index, IpcFlags.GETNCNT);
  }

  /** How many threads, of all processes, wait until the value is 0. */
  public int waitingForZero(int index) {
    return ask(IpcCall.SEMCTL_GETZCNT, index, IpcFlags.GETZCNT);
  }

  /**
   * The processes that wait on a semaphore of the set, as far as this user may see what they do.
   */
  public Set<Long> waitingProcesses() {
    return WaitingProcesses.on(id);
  }

  /** The process that changed the semaphore last, 0 if none. */
  public int lastPid(int index) {
    return ask(IpcCall.SEMCTL_GETPID, index, IpcFlags.GETPID);
  }

  /** The set's figures now. Needs read permission. */
  public SemaphoreSetStatus status() {
    NativeBuffer ds = libc.buffer(SemidDs.SIZE);
    check(IpcCall.SEMCTL_STAT, libc.semctl(id, 0, IpcFlags.IPC_STAT, ds));
    return SemaphoreSetStatus.read(id, ds.bytes());
  }

  /** Destroys the set, and ends every wait for it. */
  public void remove() {
    check(IpcCall.SEMCTL_RMID, libc.semctl(id, 0, IpcFlags.IPC_RMID, 0));
  }

  @Override
  public String toString() {
    return name;
  }

  /** See {@link OwnerCheck}. */
  void reportOwner(int wanted) {
    OwnerCheck.report(name, wanted, () -> status().ownership());
  }

  private int semop(int flags, Operation... operations) {
    return libc.semop(id, buffer(flags, operations), operations.length);
  }

  private int semtimedop(Deadline end, Operation... operations) {
    NativeBuffer sops = buffer(0, operations);
    int timeout = timeoutOffset(operations.length);
    putTimeout(sops.bytes(), timeout, Math.max(0, end.nanosLeft()));
    return libc.semtimedop(id, sops, operations.length, timeout);
  }

  private static void putTimeout(ByteBuffer sops, int offset, long nanos) {
    long second = TimeUnit.SECONDS.toNanos(1);
    sops.putLong(offset + Timespec.SEC_OFFSET, nanos / second);
    sops.putLong(offset + Timespec.NSEC_OFFSET, nanos % second);
  }

  /** Behind the operations, aligned as C wants it. */
  private static int timeoutOffset(int operations) {
    return (operations * Sembuf.SIZE + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
  }

  private NativeBuffer buffer(int flags, Operation... operations) {
    NativeBuffer sops = libc.buffer(timeoutOffset(operations.length) + Timespec.SIZE);
    for (int i = 0; i < operations.length; i++) {
      Operation operation = operations[i];
      int undo = operation.undone ? IpcFlags.SEM_UNDO : 0;
      Sembuf.put(sops.bytes(), i, operation.index, operation.change, flags | undo);
    }
    return sops;
  }

  private boolean done(long result) {
    if (result < 0 && result != -EAGAIN) {
      throw SemaphoreRefusals.operating(name, (int) -result);
    }
    return result >= 0;
  }

  private int ask(IpcCall call, int index, int cmd) {
    return check(call, libc.semctl(id, index, cmd, 0));
  }

  private int check(IpcCall call, int result) {
    if (result < 0) {
      throw SemaphoreRefusals.controlling(call, name, -result);
    }
    return result;
  }
}
