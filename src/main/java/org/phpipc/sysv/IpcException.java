package org.phpipc.sysv;

import org.phpipc.KernelException;

/**
 * The kernel refused a call on a queue, segment or semaphore. The message names the call, its
 * subject, the reason and, where one was hit, the limit.
 *
 * <p>The subtypes are what a caller can act on: {@link IpcMissingException}, {@link
 * IpcExistsException}, {@link IpcAccessException}, {@link IpcFullException}, {@link
 * IpcTooLargeException}.
 */
public class IpcException extends KernelException {
  private static final long serialVersionUID = 1L;

  IpcException(String call, String subject, int errno, String reason) {
    super(call, subject, errno, reason);
  }
}
