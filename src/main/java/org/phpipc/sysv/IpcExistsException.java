package org.phpipc.sysv;

/** The object exists already: open it, or take another key. */
public final class IpcExistsException extends IpcException {
  private static final long serialVersionUID = 1L;

  IpcExistsException(IpcCall call, String subject, int errno, String reason) {
    super(call, subject, errno, reason);
  }
}
