package org.phpipc.sysv;

import org.phpipc.KernelException;

/**
 * The kernel refused a call on a queue, segment or semaphore. The message names the call, its
 * subject, the reason and the limit if one was hit.
 *
 * <p>The subtypes are those a caller can act on: {@link IpcMissingException}, {@link
 * IpcExistsException}, {@link IpcAccessException}, {@link IpcFullException}, {@link
 * IpcTooLargeException}.
 */
public class IpcException extends KernelException {
  private static final long serialVersionUID = 1L;

  private final IpcCall ipcCall;

  IpcException(IpcCall call, String subject, int errno, String reason) {
    super(call.toString(), subject, errno, reason);
    this.ipcCall = call;
  }

  /** The call that was refused. {@link #call} is its text. */
  public final IpcCall ipcCall() {
    return ipcCall;
  }
}
