package org.phpipc.libc;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** A buffer for {@link JnaLibc}, with the thread's frame for {@link FfiFunction} calls. */
final class JnaBuffer extends NativeBuffer {
  private final FfiFunction.Frame frame = new FfiFunction.Frame();

  private JnaBuffer(Memory memory) {
    super(memory.getByteBuffer(0, memory.size()), Pointer.nativeValue(memory), memory);
  }

  static JnaBuffer allocate(int bytes) {
    return new JnaBuffer(new Memory(bytes));
  }

  /** Where this thread puts the arguments of its calls. */
  FfiFunction.Frame frame() {
    return frame;
  }
}
