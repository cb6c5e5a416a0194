package org.phpipc.process;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.phpipc.libc.FileLibc;
import org.phpipc.libc.abi.FileFlags;
import org.phpipc.wait.Deadline;
import org.phpipc.wait.Waiting;
import org.phpipc.wait.WakeUp;

/**
 * Opens files. An end of a named pipe waits for the other, and the wait can be given up: that ends
 * open(2) in this thread and does not touch the pipe, so others who wait at it are not disturbed.
 */
final class Opening {
  private Opening() {}

  static Optional<Descriptor> open(byte[] path, int flags, int mode, Deadline deadline)
      throws InterruptedException {
    byte[] pathname = CStrings.terminated(path);
    String name = CStrings.text(path);
    boolean waits =
        (flags & (FileFlags.O_NONBLOCK | FileFlags.O_RDWR)) == 0 && Descriptor.isFifo(pathname);
    FileLibc libc = FileLibc.get();
    LongSupplier call = () -> libc.open(pathname, flags | FileFlags.O_CLOEXEC, mode);
    long result = waits ? Waiting.until(WakeUp.ofKernel(), deadline, call) : call.getAsLong();
    return result == Waiting.TIMED_OUT
        ? Optional.empty()
        : Optional.of(Descriptor.of((int) ProcessException.check("open", name, result), name));
  }
}
