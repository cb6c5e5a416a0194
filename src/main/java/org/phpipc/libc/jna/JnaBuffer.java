package org.phpipc.libc.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import org.phpipc.libc.NativeBuffer;

/** A buffer for {@link JnaIpcLibc}, with the thread's frame for {@link FfiFunction} calls. */
final class JnaBuffer extends NativeBuffer {
  /** msgsnd, msgrcv and semop all take the buffer as their second argument. */
  private static final int ADDRESS_ARGUMENT = 1;

  private final FfiFunction.Frame frame = new FfiFunction.Frame();

  private JnaBuffer(ByteBuffer bytes) {
    super(bytes, Pointer.nativeValue(Native.getDirectBufferPointer(bytes)), bytes);
    frame.set(ADDRESS_ARGUMENT, address());
  }

  /** Memory of the JVM: zeros, which live as long as the buffer or a part of it does. */
  static JnaBuffer allocate(int bytes) {
    return new JnaBuffer(ByteBuffer.allocateDirect(bytes));
  }

  /** Where this thread puts the arguments of its calls; the buffer's address is in its place. */
  FfiFunction.Frame frame() {
    return frame;
  }
}
