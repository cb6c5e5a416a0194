package org.phpipc.sysv;

/** This process may not do that: its user, or the mode of the object, must change. */
public final class IpcAccessException extends IpcException {
  private static final long serialVersionUID = 1L;

  IpcAccessException(IpcCall call, String subject, int errno, String reason) {
    super(call, subject, errno, reason);
  }
}
