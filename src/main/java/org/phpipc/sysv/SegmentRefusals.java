package org.phpipc.sysv;

import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;

/** Why the kernel refused a call on a segment: what the errno alone does not tell. */
final class SegmentRefusals {
  private static final int EINVAL = Errno.EINVAL.number();
  private static final int ENOSPC = Errno.ENOSPC.number();

  private SegmentRefusals() {}

  /**
   * Refusal of {@code shmget}.
   *
   * @param bytes requested size; 0 if only an existing segment was asked for
   */
  static IpcException opening(String segment, int errno, long bytes) {
    return IpcErrors.of(IpcCall.SHMGET, segment, errno, limit(errno, bytes));
  }

  private static @Nullable String limit(int errno, long bytes) {
    if (errno != EINVAL && errno != ENOSPC) {
      return null;
    }
    SegmentLimits limits = SegmentLimits.read();
    if (errno == ENOSPC) {
      return "kernel.shmmni is " + limits.shmmni() + ", kernel.shmall is " + limits.shmall();
    }
    return bytes < 1 || bytes > limits.shmmax()
        ? "a segment has 1 to kernel.shmmax, " + limits.shmmax() + ", bytes, not " + bytes
        : "there is one already, with fewer bytes than " + bytes;
  }

  static IpcException controlling(IpcCall call, String segment, int errno) {
    return errno == EINVAL
        ? IpcErrors.gone(call, segment)
        : IpcErrors.of(call, segment, errno, null);
  }
}
