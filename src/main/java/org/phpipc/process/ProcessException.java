package org.phpipc.process;

import java.util.Optional;
import org.phpipc.Errno;

/** The kernel refused a call on a process, pipe or file. The message names call and subject. */
public class ProcessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int errno;

  ProcessException(String call, String subject, int errno, String reason) {
    super(call + " on " + subject + ": " + reason);
    this.call = call;
    this.errno = errno;
  }

  ProcessException(String call, String subject, int errno) {
    this(call, subject, errno, Errno.text(errno));
  }

  /** The result of a call, or the exception where it is a negated errno. */
  static int check(String call, Object subject, int result) {
    return (int) check(call, subject, (long) result);
  }

  /** The result of a call, or the exception where it is a negated errno. */
  static long check(String call, Object subject, long result) {
    if (result < 0) {
      throw new ProcessException(call, subject.toString(), (int) -result);
    }
    return result;
  }

  /** The C function that was refused, such as {@code kill}. */
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
