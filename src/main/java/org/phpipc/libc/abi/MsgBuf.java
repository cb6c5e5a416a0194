package org.phpipc.libc.abi;

/**
 * Layout of {@code struct msgbuf} in {@code linux/msg.h}: what msgsnd and msgrcv take.
 *
 * <pre>
 *   0        8                    8+n
 *   +--------+---------------------+
 *   | mtype  | mtext (n bytes)     |
 *   +--------+---------------------+
 * </pre>
 *
 * {@code mtype} is a native signed long of at least 1. The size that the calls take is n.
 */
public final class MsgBuf {
  public static final int MTYPE_OFFSET = 0;
  public static final int MTEXT_OFFSET = MTYPE_OFFSET + Long.BYTES;

  private MsgBuf() {}
}
