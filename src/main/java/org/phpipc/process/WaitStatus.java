package org.phpipc.process;

/**
 * How a child ended, stopped or went on: the status word of wait(2).
 *
 * <pre>
 *     31     16 15           8 7      6            0
 *     +--------+--------------+------+--------------+
 *     | 0      | exit status, | core | signal that  |  0x7f there: stopped
 *     |        | stop signal  |      | ended it, 0  |  all of 0xffff: continued
 *     +--------+--------------+------+--------------+
 * </pre>
 *
 * As in C the parts can be asked for whatever the word says; the predicates tell what counts.
 *
 * @param word as the kernel gives it; {@code bits/waitstatus.h}
 */
public record WaitStatus(int word) {
  private static final int SIGNAL_MASK = 0x7f;
  private static final int STOPPED = 0x7f;
  private static final int CONTINUED = 0xffff;

  /** Whether it ended by itself: {@code WIFEXITED}. */
  public boolean exited() {
    return termSignal() == 0;
  }

  /** What it gave to exit, 0 to 255: {@code WEXITSTATUS}. */
  public int exitStatus() {
    return word >> Byte.SIZE & 0xff;
  }

  /** Whether a signal ended it: {@code WIFSIGNALED}. */
  public boolean signaled() {
    return (byte) (termSignal() + 1) >> 1 > 0;
  }

  /** The number of the signal that ended it: {@code WTERMSIG}. */
  public int termSignal() {
    return word & SIGNAL_MASK;
  }

  /** Whether it was stopped: {@code WIFSTOPPED}. */
  public boolean stopped() {
    return (word & 0xff) == STOPPED;
  }

  /** The number of the signal that stopped it: {@code WSTOPSIG}. */
  public int stopSignal() {
    return exitStatus();
  }

  /** Whether it went on: {@code WIFCONTINUED}. */
  public boolean continued() {
    return word == CONTINUED;
  }

  /** {@code exit status 3}, {@code ended by SIGKILL}. */
  @Override
  public String toString() {
    if (continued()) {
      return "continued";
    } else if (stopped()) {
      return "stopped by " + new Signal(stopSignal());
    }
    return exited() ? "exit status " + exitStatus() : "ended by " + new Signal(termSignal());
  }
}
