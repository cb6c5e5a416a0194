package org.phpipc.sysv;

import org.phpipc.Errno;

/** Why the kernel refused a call on a queue: what the errno alone does not tell. */
final class QueueRefusals {
  private static final int EINVAL = Errno.EINVAL.number();

  private QueueRefusals() {}

  static IpcException opening(String queue, int errno) {
    boolean tooMany = errno == Errno.ENOSPC.number();
    String detail = tooMany ? "kernel.msgmni is " + QueueLimits.read().msgmni() : null;
    return IpcErrors.of(IpcCall.MSGGET, queue, errno, detail);
  }

  static IpcException sending(String queue, int errno, long type, int bytes) {
    String detail = null;
    if (errno == EINVAL && type < 1) {
      detail = "a message type is at least 1, not " + type;
    } else if (errno == EINVAL) {
      int msgmax = QueueLimits.read().msgmax();
      if (bytes <= msgmax) {
        return IpcErrors.gone(IpcCall.MSGSND, queue);
      }
      detail = bytes + " bytes are above kernel.msgmax, " + msgmax;
    }
    return IpcErrors.of(IpcCall.MSGSND, queue, errno, detail);
  }

  static IpcException receiving(String queue, int errno, int maxBytes) {
    if (errno == EINVAL) {
      return IpcErrors.gone(IpcCall.MSGRCV, queue);
    }
    String detail = null;
    if (errno == Errno.E2BIG.number()) {
      detail = "the message is larger than " + maxBytes + " bytes and stays in the queue";
    } else if (errno == Errno.ENOSYS.number()) {
      detail = "this kernel cannot peek (built without CONFIG_CHECKPOINT_RESTORE)";
    }
    return IpcErrors.of(IpcCall.MSGRCV, queue, errno, detail);
  }

  /**
   * The message is there, and its copy would be larger than the kernel allows any message to be.
   */
  static IpcException peeking(String queue, long index) {
    String reason =
        Errno.EINVAL.text()
            + ": its message "
            + index
            + " is larger than kernel.msgmax, "
            + QueueLimits.read().msgmax()
            + ": a receive takes it, or raise the limit";
    return new IpcTooLargeException(IpcCall.MSGRCV_COPY, queue, EINVAL, reason);
  }

  static IpcException changing(String queue, int errno, QueueAttributes wanted) {
    int msgmnb = QueueLimits.read().msgmnb();
    if (errno != Errno.EPERM.number() || wanted.capacityBytes() <= msgmnb) {
      return controlling(IpcCall.MSGCTL_SET, queue, errno);
    }
    String detail =
        "a capacity of " + wanted.capacityBytes() + " bytes is above kernel.msgmnb, " + msgmnb;
    return IpcErrors.of(IpcCall.MSGCTL_SET, queue, errno, detail);
  }

  static IpcException controlling(IpcCall call, String queue, int errno) {
    return errno == EINVAL ? IpcErrors.gone(call, queue) : IpcErrors.of(call, queue, errno, null);
  }
}
