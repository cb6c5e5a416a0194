package org.phpipc.libc.abi;

import org.phpipc.libc.IpcLibc;

/**
 * Layout of {@code struct sigaction} in glibc's {@code bits/sigaction.h} and musl's {@code
 * signal.h}, and of {@code sigset_t}: bit n-1 stands for signal n.
 *
 * <pre>
 *   0          8                  136        144           152
 *   +----------+------------------+----------+-------------+
 *   | handler  | mask (sigset_t)  | flags    | restorer    |
 *   +----------+------------------+----------+-------------+
 * </pre>
 */
public final class Sigaction {
  /** Bytes of a {@code sigset_t}. */
  public static final int SIGSET_SIZE = 128;

  /** An address, or {@link #SIG_DFL}. */
  public static final int HANDLER_OFFSET = 0;

  public static final int MASK_OFFSET = HANDLER_OFFSET + Long.BYTES;
  public static final int FLAGS_OFFSET = MASK_OFFSET + SIGSET_SIZE;
  public static final int RESTORER_OFFSET = FLAGS_OFFSET + Long.BYTES;
  public static final int SIZE = RESTORER_OFFSET + Long.BYTES;

  /** The handler of a signal that nobody handles. */
  public static final long SIG_DFL = 0;

  public static final long SIG_IGN = 1;

  /** Flags: calls go on after the handler, which runs on the thread's other stack if it has one. */
  public static final int SA_RESTART = 0x10000000;

  public static final int SA_ONSTACK = 0x08000000;

  /** For {@link IpcLibc#sigprocmask}: let the signals of the set through. */
  public static final int SIG_UNBLOCK = 1;

  private Sigaction() {}
}
