package org.phpipc.process;

import org.phpipc.Errno;
import org.phpipc.KernelException;

/** The kernel refused a call on a process, pipe or file. The message names call and subject. */
public class ProcessException extends KernelException {
  private static final long serialVersionUID = 1L;

  ProcessException(String call, String subject, int errno, String reason) {
    super(call, subject, errno, reason);
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
}
