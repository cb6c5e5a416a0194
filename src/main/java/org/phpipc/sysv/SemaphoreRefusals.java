package org.phpipc.sysv;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;

/** Why the kernel refused a call on a semaphore set: what the errno alone does not tell. */
final class SemaphoreRefusals {
  private static final int EINVAL = Errno.EINVAL.number();

  private SemaphoreRefusals() {}

  /** Refusal of {@code semget} for a set with this many semaphores. */
  static IpcException opening(String set, int errno, int semaphores) {
    return IpcErrors.of(IpcCall.SEMGET, set, errno, limit(errno, semaphores));
  }

  private static @Nullable String limit(int errno, int semaphores) {
    boolean full = errno == Errno.ENOSPC.number();
    if (!full && errno != EINVAL) {
      return null;
    }
    SemaphoreLimits limits = SemaphoreLimits.read();
    if (full) {
      return String.format(
          Locale.ROOT,
          "kernel.sem allows %d sets with %d semaphores together",
          limits.semmni(),
          limits.semmns());
    }
    return semaphores < 1 || semaphores > limits.semmsl()
        ? "a set has 1 to " + limits.semmsl() + " (kernel.sem) semaphores, not " + semaphores
        : "there is one already, with fewer semaphores than " + semaphores;
  }

  /** Refusal of {@code semop} or {@code semtimedop}. */
  static IpcException operating(String set, int errno) {
    String detail =
        switch (Errno.of(errno).orElse(Errno.ENOSYS)) {
          case ERANGE -> "a semaphore has at most the value " + SemaphoreLimits.read().semvmx();
          case EFBIG -> "the set has no semaphore of that index";
          case E2BIG -> "one call does at most " + SemaphoreLimits.read().semopm() + " operations";
          default -> null;
        };
    return errno == EINVAL
        ? IpcErrors.gone(IpcCall.SEMOP, set)
        : IpcErrors.of(IpcCall.SEMOP, set, errno, detail);
  }

  static IpcException controlling(IpcCall call, String set, int errno) {
    return errno == EINVAL ? IpcErrors.gone(call, set) : IpcErrors.of(call, set, errno, null);
  }
}
