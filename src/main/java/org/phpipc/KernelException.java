package org.phpipc;

import java.util.Optional;

/**
 * The kernel refused a call. The message names the call, its subject and the reason.
 *
 * <p>Who has to tell queues, segments and semaphores from processes, pipes and files catches {@link
 * org.phpipc.sysv.IpcException} or {@link org.phpipc.process.ProcessException}; this is both.
 */
public abstract class KernelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int errno;

  /**
   * A refusal.
   *
   * @param call the C function, such as {@code msgsnd}
   * @param subject what it was called on, as a sentence names it
   * @param errno as C's {@code errno} gives it
   * @param reason what is wrong, in words
   */
  protected KernelException(String call, String subject, int errno, String reason) {
    super(call + " on " + subject + ": " + reason);
    this.call = call;
    this.errno = errno;
  }

  /** The C function that was refused, such as {@code msgsnd} or {@code kill}. */
  public final String call() {
    return call;
  }

  /** The number of the error, as C's {@code errno} gives it. */
  public final int errno() {
    return errno;
  }

  /** The error by name, where Linux names it. */
  public final Optional<Errno> error() {
    return Errno.of(errno);
  }
}
