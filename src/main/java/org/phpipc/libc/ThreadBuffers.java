package org.phpipc.libc;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One reusable {@link NativeBuffer} per thread, replaced by a larger one when it is outgrown. */
public final class ThreadBuffers {
  /** Holds a message of the default {@code msgmax} with its type. */
  private static final int SMALLEST_BYTES = 1 << 14;

  private final IntFunction<NativeBuffer> allocate;
  private final ThreadLocal<Owned> buffers;

  /** What was asked for last: mostly the same thread asks again. Racy, and harmless so. */
  private @Nullable Owned recent;

  private record Owned(Thread thread, NativeBuffer buffer) {
    static Owned byThisThread(NativeBuffer buffer) {
      return new Owned(Thread.currentThread(), buffer);
    }
  }

  /**
   * Buffers for the threads of one binding.
   *
   * @param allocate creates a buffer of at least the given size in bytes
   */
  public ThreadBuffers(IntFunction<NativeBuffer> allocate) {
    this.allocate = allocate;
    this.buffers =
        ThreadLocal.withInitial(() -> Owned.byThisThread(allocate.apply(SMALLEST_BYTES)));
  }

  /**
   * The buffer of the thread that asks, as {@link IpcLibc#buffer} promises it.
   *
   * @param bytes the least room
   */
  public NativeBuffer get(int bytes) {
    Owned owned = recent;
    if (owned == null || owned.thread() != Thread.currentThread()) {
      owned = buffers.get();
      recent = owned;
    }
    NativeBuffer buffer = owned.buffer();
    return buffer.capacity() >= bytes ? buffer : grow(bytes);
  }

  private NativeBuffer grow(int bytes) {
    Owned larger = Owned.byThisThread(allocate.apply(bytes));
    buffers.set(larger);
    recent = larger;
    return larger.buffer();
  }
}
