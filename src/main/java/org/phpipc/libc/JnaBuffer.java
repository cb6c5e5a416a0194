package org.phpipc.libc;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** A buffer for {@link JnaLibc}, with the thread's frame for {@link FfiFunction} calls. */
final class JnaBuffer extends NativeBuffer {
  /** msgsnd, msgrcv and semop all take the buffer as their second argument. */
  private static final int ADDRESS_ARGUMENT = 1;

  private final FfiFunction.Frame frame = new FfiFunction.Frame();

  private JnaBuffer(Memory memory) {
    super(memory.getByteBuffer(0, memory.size()), Pointer.nativeValue(memory), memory);
    frame.set(ADDRESS_ARGUMENT, address());
  }

  static JnaBuffer allocate(int bytes) {
    Memory memory = new Memory(bytes);
    memory.clear(); // What others left there must not get into a message.
    return new JnaBuffer(memory);
  }

  /** Where this thread puts the arguments of its calls; the buffer's address is in its place. */
  FfiFunction.Frame frame() {
    return frame;
  }
}
