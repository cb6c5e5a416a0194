package org.phpipc;

import java.util.Optional;

/**
 * The kernel refused a call. The message names the call, its subject and the reason.
 *
 * <p>Catch {@link org.phpipc.sysv.IpcException} for queues, segments and semaphores, {@link
 * org.phpipc.process.ProcessException} for processes, pipes and files, and this type for both.
 *
 * <p>The exceptions of phpipc are divided by who must act. For this one that is whoever looks after
 * the machine: its objects, rights and limits. Broken bytes are a {@link
 * org.phpipc.serialize.SerializeReadException}, a {@link org.phpipc.sysv.VariableTableException} or
 * a {@link org.phpipc.swoole.TaskPacketException}. A wrong argument is an {@link
 * IllegalArgumentException}. A wrong set-up is a {@link SetupException}.
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
