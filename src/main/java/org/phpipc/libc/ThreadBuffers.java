package org.phpipc.libc;

import java.util.function.IntFunction;

/** One reusable {@link NativeBuffer} per thread, replaced by a larger one when it is outgrown. */
final class ThreadBuffers {
  /** Holds a message of the default {@code msgmax} with its type. */
  private static final int SMALLEST_BYTES = 1 << 14;

  private final IntFunction<NativeBuffer> allocate;
  private final ThreadLocal<NativeBuffer> buffers;

  ThreadBuffers(IntFunction<NativeBuffer> allocate) {
    this.allocate = allocate;
    this.buffers = ThreadLocal.withInitial(() -> allocate.apply(SMALLEST_BYTES));
  }

  NativeBuffer get(int bytes) {
    NativeBuffer buffer = buffers.get();
    return buffer.capacity() >= bytes ? buffer : grow(bytes);
  }

  private NativeBuffer grow(int bytes) {
    NativeBuffer larger = allocate.apply(bytes);
    buffers.set(larger);
    return larger;
  }
}
