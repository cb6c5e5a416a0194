package org.phpipc.sysv;

/** A limit of the kernel is reached: wait, remove something, or raise the limit. */
public final class IpcFullException extends IpcException {
  private static final long serialVersionUID = 1L;

  IpcFullException(IpcCall call, String subject, int errno, String reason) {
    super(call, subject, errno, reason);
  }
}
