package org.phpipc.serialize;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Objects that are kept between two uses, so that they and their arrays need not be made again.
 *
 * <p>Some threads have a slot each, for one object, which no other thread touches: taking it and
 * giving it back waits for no other processor. A thread whose slot another thread took over has
 * nothing kept; it takes the slot over when it gives an object back.
 */
final class Pool<T> {
  private static final int SLOTS = 32;

  private final @Nullable Slot<T>[] slots = newSlots();

  /** Bound to one thread, which it holds weakly so that the thread can be collected. */
  private static final class Slot<T> extends WeakReference<Thread> {
    private @Nullable T kept;

    Slot(Thread owner) {
      super(owner);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types
  private static <T> @Nullable Slot<T>[] newSlots() {
    return new Slot[SLOTS];
  }

  /** Takes what this thread gave back last; null if it is not kept. */
  @Nullable T take() {
    Thread thread = Thread.currentThread();
    Slot<T> slot = slots[index(thread)];
    if (slot == null || !slot.refersTo(thread)) {
      return null;
    }
    T thing = slot.kept;
    slot.kept = null;
    return thing;
  }

  /** Keeps an object that the caller must not use any more. */
  void giveBack(T thing) {
    Thread thread = Thread.currentThread();
    int index = index(thread);
    Slot<T> slot = slots[index];
    if (slot == null || !slot.refersTo(thread)) {
      slot = new Slot<>(thread);
      slots[index] = slot;
    }
    slot.kept = thing;
  }

  private static int index(Thread thread) {
    return (int) thread.getId() & (SLOTS - 1);
  }
}
