package org.phpipc.sysv;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.commons.lang3.Validate;
import org.phpipc.sysv.SemaphoreSet.Operation;

/**
 * A semaphore as PHP's sysvsem keeps it, so that Java and PHP wait for each other: a set of three.
 *
 * <pre>
 *     index    0                    1                       2
 *              +--------------------+-----------------------+-----------------------+
 *              | FREE: free places  | USERS: open objects   | OPENING: 0 or 1       |
 *              +--------------------+-----------------------+-----------------------+
 * </pre>
 *
 * <p>Whoever opens it while nobody else has it open decides how many places there are.
 *
 * <p>The kernel gives back what a process held, and counts it out, when the process ends in
 * whatever way ({@code SEM_UNDO}). That goes by process: a <em>thread</em> that ends gives nothing
 * back. Places belong to the object that took them, whichever thread did, so threads that each open
 * the semaphore exclude each other, and what one object took another cannot give back. Any number
 * of threads may use one object. It is not reentrant.
 *
 * <p>{@link #close} gives back what this object holds and leaves the semaphore; {@link #remove}
 * destroys it for everybody. Waiting pins the carrier of a virtual thread. Source: {@code
 * ext/sysvsem/sysvsem.c} of PHP 8.2.
 */
public final class PhpSemaphore implements AutoCloseable {
  /** Permission bits of a new semaphore if the caller names none: only its owner may use it. */
  public static final int DEFAULT_MODE = Ownership.DEFAULT_MODE;

  /** The most places that the kernel can count, {@code SEMVMX}. */
  public static final int MOST_PLACES = Short.MAX_VALUE;

  /** Number of semaphores in PHP's set. */
  public static final int SEMAPHORES = 3;

  /** Index of the semaphore that counts the free places. */
  public static final int FREE = 0;

  /** Index of the semaphore that counts the open objects of all processes. */
  public static final int USERS = 1;

  /** Index of the semaphore that is 1 while a process opens the set, otherwise 0. */
  public static final int OPENING = 2;

  private static final int CLOSED = Integer.MIN_VALUE;

  private static final Operation[] ENTER = {
    new Operation(OPENING, 0, false), new Operation(OPENING, 1, true), new Operation(USERS, 1, true)
  };
  private static final Operation[] LEAVE = {new Operation(OPENING, -1, true)};
  private static final Operation[] TAKE = {new Operation(FREE, -1, true)};
  private static final Operation[] GIVE = {new Operation(FREE, 1, true)};

  /** What can fail while a semaphore is opened and its set is there. */
  public enum Step {
    /** Waiting for others that open it, and being counted. */
    ENTER,
    /** Setting how many places there are. */
    SET_PLACES,
    /** Letting others in. */
    LEAVE
  }

  private final IpcKey key;
  private final SemaphoreSet set;
  private final boolean autoRelease;
  private final boolean counted;

  /** Places that this object holds; negative once it is closed. */
  private final AtomicInteger held = new AtomicInteger();

  private volatile boolean removed;

  private PhpSemaphore(IpcKey key, SemaphoreSet set, boolean autoRelease, boolean counted) {
    this.key = key;
    this.set = set;
    this.autoRelease = autoRelease;
    this.counted = counted;
  }

  /**
   * The semaphore with this key, with as many places as it has.
   *
   * @throws IpcMissingException if there is none
   */
  public static PhpSemaphore open(IpcKey key) {
    Validate.isTrue(!key.isPrivate(), "IPC_PRIVATE finds no semaphore: open it by its id");
    return opened(key, SemaphoreSet.semget(key, SEMAPHORES, 0));
  }

  /** As {@link #open}, for the set with this kernel identifier. */
  public static PhpSemaphore ofId(int id) {
    SemaphoreSet set = SemaphoreSet.ofId(id);
    return opened(set.status().key(), set);
  }

  private static PhpSemaphore opened(IpcKey key, SemaphoreSet set) {
    set.operateUninterruptibly(ENTER);
    set.operateUninterruptibly(LEAVE);
    return new PhpSemaphore(key, set, true, true);
  }

  /** As {@link #openOrCreate(IpcKey, int, int)} with one place and {@link #DEFAULT_MODE}. */
  public static PhpSemaphore openOrCreate(IpcKey key) {
    return openOrCreate(key, 1, DEFAULT_MODE);
  }

  /**
   * The semaphore with this key, created if there is none. A semaphore that belongs to another
   * user, or lets in more than {@code mode} does, is opened and reported: a warning of the {@link
   * System.Logger} {@code org.phpipc.sysv}.
   *
   * @param places 1 to {@link #MOST_PLACES}; takes effect only if nobody has the semaphore open
   * @param mode permission bits of a new one, without the umask; those that an existing one must
   *     grant
   */
  public static PhpSemaphore openOrCreate(IpcKey key, int places, int mode) {
    Validate.inclusiveBetween(1, MOST_PLACES, places, "places");
    List<IpcException> refusals = new ArrayList<>();
    PhpSemaphore semaphore =
        openAsPhp(
            key,
            places,
            mode & Ownership.PERMISSIONS,
            true,
            (step, refusal) -> refusals.add(refusal));
    if (!refusals.isEmpty()) {
      semaphore.close();
      throw refusals.get(0);
    }
    semaphore.set.reportOwner(mode);
    return semaphore;
  }

  /**
   * Opens the semaphore as PHP does. PHP continues when the kernel refuses a step.
   *
   * @param flags permission bits that are asked for; the kernel's flags are passed on
   * @param autoRelease whether {@link #close} gives back; the end of the process always does
   * @param refused is told what was refused
   * @throws IpcException if the set can be neither found nor created
   */
  public static PhpSemaphore openAsPhp(
      IpcKey key,
      int places,
      int flags,
      boolean autoRelease,
      BiConsumer<Step, ? super IpcException> refused) {
    SemaphoreSet set = SemaphoreSet.semget(key, SEMAPHORES, flags | SemaphoreSet.CREATE);
    Optional<IpcException> outside = refusal(() -> set.operateUninterruptibly(ENTER));
    outside.ifPresent(refusal -> refused.accept(Step.ENTER, refusal));
    refusal(() -> setPlaces(set, places)).ifPresent(r -> refused.accept(Step.SET_PLACES, r));
    // A process that did not get in has nothing to leave. PHP tries to, and may wait forever.
    outside
        .or(() -> refusal(() -> set.operateUninterruptibly(LEAVE)))
        .ifPresent(refusal -> refused.accept(Step.LEAVE, refusal));
    return new PhpSemaphore(key, set, autoRelease, outside.isEmpty());
  }

  private static void setPlaces(SemaphoreSet set, int places) {
    if (set.value(USERS) == 1) {
      set.setValue(FREE, places);
    }
  }

  private static Optional<IpcException> refusal(Runnable call) {
    try {
      call.run();
      return Optional.empty();
    } catch (IpcException e) {
      return Optional.of(e);
    }
  }

  /** A place that was taken. Closing gives it back, once. */
  public final class Place implements AutoCloseable {
    private final AtomicBoolean givenBack = new AtomicBoolean();

    private Place() {}

    /** Gives the place back, unless the semaphore's object has done so or removed all of it. */
    @Override
    public void close() {
      if (givenBack.compareAndSet(false, true) && !removed) {
        int before = countOut();
        if (before >= 0) {
          requireHeld(giveBack(before));
        }
      }
    }
  }

  /** The key that it was opened with. */
  public IpcKey key() {
    return key;
  }

  /** The set below, for its figures. */
  public SemaphoreSet set() {
    return set;
  }

  /** How many places are free. */
  public int free() {
    return set.value(FREE);
  }

  /** How many objects, of all processes, have it open. */
  public int users() {
    return set.value(USERS);
  }

  /** How many threads, of all processes, wait for a place. */
  public int waiting() {
    return set.waiting(FREE);
  }

  /**
   * Takes a place, waiting for one.
   *
   * @throws IpcMissingException if the semaphore is removed, before or meanwhile
   * @throws InterruptedException if the thread is interrupted while it waits; nothing was taken
   */
  public Place acquire() throws InterruptedException {
    requireNotClosed();
    set.operate(TAKE);
    return taken();
  }

  /** Takes a place, if one is free. */
  public Optional<Place> tryAcquire() {
    requireNotClosed();
    return set.tryOperate(TAKE) ? Optional.of(taken()) : Optional.empty();
  }

  /** Takes a place, waiting at most {@code patience} for one. */
  public Optional<Place> acquire(Duration patience) throws InterruptedException {
    requireNotClosed();
    return set.operate(patience, TAKE) ? Optional.of(taken()) : Optional.empty();
  }

  /**
   * Gives a place back.
   *
   * @throws IllegalStateException if this object holds none
   */
  public void release() {
    requireHeld(releaseIfHeld());
  }

  /** As {@link #release}, but the result is false if this object holds no place. */
  public boolean releaseIfHeld() {
    int before = countOut();
    requireNotClosed(before);
    return giveBack(before);
  }

  /** Counts a place as given back, if there is one; gives the number before, negative if closed. */
  private int countOut() {
    int before;
    do {
      before = held.get();
    } while (before > 0 && !held.compareAndSet(before, before - 1));
    return before;
  }

  /**
   * Gives a place back.
   *
   * @param before places that this object held before one was counted out
   * @return false if the object held none
   */
  private boolean giveBack(int before) {
    if (before == 0 && !removed) {
      return false;
    }
    try {
      set.operateUninterruptibly(GIVE); // Never waits.
    } catch (IpcException e) {
      held.addAndGet(Math.min(before, 1)); // It is held still.
      throw e;
    }
    return true;
  }

  /** Destroys the semaphore, and ends every wait for it. */
  public synchronized void remove() {
    set.status(); // As PHP does, which tells a semaphore that is gone from one it may not remove.
    set.remove();
    removed = true;
  }

  /** Gives back what this object holds and counts it out. A second time does nothing. */
  @Override
  public void close() {
    int places = held.getAndSet(CLOSED);
    if (places >= 0 && !removed && autoRelease && counted) {
      Operation uncount = new Operation(USERS, -1, true);
      Operation[] giveBack = {uncount, new Operation(FREE, places, true)};
      Operation[] nothingHeld = {uncount};
      refusal(() -> set.tryOperate(places > 0 ? giveBack : nothingHeld)); // Gone: nothing to do.
    }
  }

  @Override
  public String toString() {
    return set.toString();
  }

  /** Notes the place that the kernel gave, unless another thread closed this object meanwhile. */
  private Place taken() {
    if (held.getAndIncrement() < 0) {
      set.operateUninterruptibly(GIVE);
      requireNotClosed();
    }
    return new Place();
  }

  private void requireHeld(boolean place) {
    Validate.validState(place, "%s is not acquired by this object", set);
  }

  private void requireNotClosed() {
    requireNotClosed(held.get());
  }

  private void requireNotClosed(int places) {
    Validate.validState(places >= 0, "%s is closed", set);
  }
}
