package org.phpipc.process;

import java.util.Optional;
import org.phpipc.libc.FileFlags;
import org.phpipc.libc.FileLibc;

/** Opens files. An end of a named pipe waits for the other, and the wait can be given up. */
final class Opening {
  private static final int ACCESS = FileFlags.O_WRONLY | FileFlags.O_RDWR;

  private Opening() {}

  static Optional<Descriptor> open(byte[] path, int flags, int mode, Deadline deadline)
      throws InterruptedException {
    byte[] pathname = CStrings.terminated(path);
    String name = CStrings.text(path);
    boolean waits =
        (flags & (FileFlags.O_NONBLOCK | FileFlags.O_RDWR)) == 0 && Descriptor.isFifo(pathname);
    if (waits) {
      return openEnd(pathname, name, flags, deadline);
    }
    int result = FileLibc.get().open(pathname, flags | FileFlags.O_CLOEXEC, mode);
    return Optional.of(descriptor(name, result));
  }

  private static Optional<Descriptor> openEnd(
      byte[] pathname, String name, int flags, Deadline deadline) throws InterruptedException {
    FileLibc libc = FileLibc.get();
    LongCall call =
        LongCall.begin("opens " + name, () -> libc.open(pathname, flags | FileFlags.O_CLOEXEC, 0));
    boolean opened = false;
    try {
      opened = call.await(deadline);
    } finally {
      if (!opened) {
        giveUp(pathname, flags, call);
      }
    }
    return opened ? Optional.of(descriptor(name, call.result())) : Optional.empty();
  }

  /** Comes as the other end, which lets the call return, and closes both. */
  private static void giveUp(byte[] pathname, int flags, LongCall call) {
    FileLibc libc = FileLibc.get();
    boolean writes = (flags & ACCESS) == FileFlags.O_WRONLY;
    int other =
        libc.open(
            pathname,
            (writes ? FileFlags.O_RDONLY : FileFlags.O_WRONLY)
                | FileFlags.O_NONBLOCK
                | FileFlags.O_CLOEXEC,
            0);
    if (other < 0) {
      return; // The pipe was removed, or may not be opened so: the thread waits on, alone.
    }
    int late = call.result();
    if (late >= 0) {
      libc.close(late);
    }
    libc.close(other);
  }

  private static Descriptor descriptor(String name, int result) {
    return Descriptor.of(ProcessException.check("open", name, result), name);
  }
}
