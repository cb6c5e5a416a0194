package org.phpipc.sysv;

/** There is no such object (any longer): make it, or stop using it. */
public final class IpcMissingException extends IpcException {
  private static final long serialVersionUID = 1L;

  IpcMissingException(IpcCall call, String subject, int errno, String reason) {
    super(call, subject, errno, reason);
  }
}
