package org.phpipc.libc;

/**
 * Layout of what {@code siginfo_t} begins with for each signal, {@code asm-generic/siginfo.h}.
 *
 * <pre>
 *     0        4        8        12          128
 *     +--------+--------+--------+-----------+
 *     | signo  | errno  | code   | ...       |
 *     +--------+--------+--------+-----------+
 * </pre>
 */
public final class Siginfo {
  public static final int SIGNO_OFFSET = 0;
  static final int ERRNO_OFFSET = SIGNO_OFFSET + Integer.BYTES;
  public static final int CODE_OFFSET = ERRNO_OFFSET + Integer.BYTES;

  public static final int SIZE = 128;

  /** The code of a signal that kill(2) sent. */
  public static final int SI_USER = 0;

  private Siginfo() {}
}
