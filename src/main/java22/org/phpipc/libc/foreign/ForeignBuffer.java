package org.phpipc.libc.foreign;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.phpipc.libc.NativeBuffer;

/** A buffer for {@link ForeignIpcLibc}, with the place where a call leaves its thread's errno. */
final class ForeignBuffer extends NativeBuffer {
  private final MemorySegment callState;

  private ForeignBuffer(MemorySegment memory, MemorySegment callState) {
    super(memory.asByteBuffer(), memory.address(), memory);
    this.callState = callState;
  }

  static ForeignBuffer allocate(int bytes) {
    Arena arena = Arena.ofAuto();
    return new ForeignBuffer(arena.allocate(bytes, Long.BYTES), arena.allocate(CallState.LAYOUT));
  }

  /** Of the last call that was given this buffer. */
  MemorySegment callState() {
    return callState;
  }
}
