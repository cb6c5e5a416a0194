package org.phpipc.sysv;

import java.util.Optional;
import org.phpipc.Errno;

/**
 * The kernel refused a call. The message names the call, its subject, the reason and, where one was
 * hit, the limit.
 *
 * <p>The subtypes are what a caller can act on: {@link IpcMissingException}, {@link
 * IpcExistsException}, {@link IpcAccessException}, {@link IpcFullException}.
 */
public class IpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int errno;

  IpcException(String call, String subject, int errno, String reason) {
    super(call + " on " + subject + ": " + reason);
    this.call = call;
    this.errno = errno;
  }

  /** The C function that was refused, such as {@code msgsnd}. */
  public String call() {
    return call;
  }

  /** The number of the error, as C's {@code errno} gives it. */
  public int errno() {
    return errno;
  }

  /** The error by name, where Linux names it. */
  public Optional<Errno> error() {
    return Errno.of(errno);
  }
}
