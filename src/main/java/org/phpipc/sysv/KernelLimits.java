package org.phpipc.sysv;

import java.nio.ByteBuffer;
import java.util.function.ToIntFunction;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;

/** Asks the kernel for the limits of one kind of object, {@code IPC_INFO}. */
final class KernelLimits {
  private KernelLimits() {}

  /**
   * The kernel's answer.
   *
   * @param call the call that asks for the limits
   * @param objects such as {@code message queues}
   * @param bytes of the answer
   * @param ask makes the call
   */
  static ByteBuffer of(IpcCall call, String objects, int bytes, ToIntFunction<NativeBuffer> ask) {
    NativeBuffer answer = IpcLibc.get().buffer(bytes);
    int result = ask.applyAsInt(answer);
    if (result < 0) {
      throw IpcErrors.of(call, "the limits of " + objects, -result, null);
    }
    return answer.bytes();
  }
}
