package org.phpipc.serialize;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Things that are kept between two uses: they need not be made again, their arrays need not grow
 * again, and they are in the processor's caches already.
 *
 * <p>Some threads have a slot each, for one thing, which nobody else touches: taking it and giving
 * it back waits for no other processor. A thread whose slot another one took has nothing kept, and
 * takes the slot in turn.
 */
final class Pool<T> {
  private static final int SLOTS = 32;

  private final @Nullable Slot<T>[] slots = newSlots();

  /** Belongs to a thread for ever, but does not keep it from going. */
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

  /** What this thread gave back, which nobody else has then; null if it is not kept. */
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

  /** Hands one back that the caller must not touch again. */
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
