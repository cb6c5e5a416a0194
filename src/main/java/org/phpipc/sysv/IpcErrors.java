package org.phpipc.sysv;

import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;

/** The one place that turns an errno into an exception. */
final class IpcErrors {
  private IpcErrors() {}

  /**
   * The exception for a refused call.
   *
   * @param errno positive
   * @param detail what the errno alone does not say, such as the limit that was hit
   */
  static IpcException of(IpcCall call, String subject, int errno, @Nullable String detail) {
    String text = Errno.text(errno);
    String reason = detail == null ? text : text + ": " + detail;
    return switch (Errno.of(errno).orElse(Errno.ENOSYS)) {
      case ENOENT, EIDRM -> new IpcMissingException(call, subject, errno, reason);
      case EEXIST -> new IpcExistsException(call, subject, errno, reason);
      case EACCES, EPERM -> new IpcAccessException(call, subject, errno, reason);
      case EAGAIN, ENOSPC, ENOMEM -> new IpcFullException(call, subject, errno, reason);
      default -> new IpcException(call, subject, errno, reason);
    };
  }

  /** EINVAL for an identifier: the object was removed before the call, or never was. */
  static IpcException gone(IpcCall call, String subject) {
    int errno = Errno.EINVAL.number();
    String reason = Errno.text(errno) + ": it does not exist (any longer)";
    return new IpcMissingException(call, subject, errno, reason);
  }
}
