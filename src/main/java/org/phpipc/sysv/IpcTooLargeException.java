package org.phpipc.sysv;

/**
 * A message is larger than {@code kernel.msgmax}, which was lowered after the message was sent. The
 * kernel copies no such message for {@link MessageQueue#peek}; a receive takes it.
 */
public final class IpcTooLargeException extends IpcException {
  private static final long serialVersionUID = 1L;

  IpcTooLargeException(IpcCall call, String subject, int errno, String reason) {
    super(call, subject, errno, reason);
  }
}
