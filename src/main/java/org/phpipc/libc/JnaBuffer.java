package org.phpipc.libc;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** A buffer for {@link JnaLibc}, with the thread's frame for {@link FfiFunction} calls. */
final class JnaBuffer extends NativeBuffer {
  /** msgsnd, msgrcv and semop all take the buffer as their second argument. */
  private static final int ADDRESS_ARGUMENT = 1;

  private final FfiFunction.Frame frame = new FfiFunction.Frame();

  private JnaBuffer(Memory memory) {
    super(bytes(memory), Pointer.nativeValue(memory), memory);
    frame.set(ADDRESS_ARGUMENT, address());
  }

  static JnaBuffer allocate(int bytes) {
    Memory memory = new Memory(bytes);
    memory.clear(); // What others left there must not get into a message.
    return new JnaBuffer(memory);
  }

  /**
   * The memory for Java, as long as somebody holds the memory as well.
   *
   * <p>JNA's own {@link Memory#getByteBuffer} would hold it, but beyond the end of the buffer:
   * until somebody asks for another one. The buffers of threads that are gone would stay.
   */
  static ByteBuffer bytes(Memory memory) {
    return new Pointer(Pointer.nativeValue(memory)).getByteBuffer(0, memory.size());
  }

  /** Where this thread puts the arguments of its calls; the buffer's address is in its place. */
  FfiFunction.Frame frame() {
    return frame;
  }
}
