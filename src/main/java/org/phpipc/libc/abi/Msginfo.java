package org.phpipc.libc.abi;

/**
 * Layout of {@code struct msginfo} in {@code linux/msg.h}: what {@code msgctl(IPC_INFO)} fills.
 *
 * <pre>
 *     0         4        8       12      16       20       24       28      30
 *     +---------+--------+-------+-------+--------+--------+--------+-------+
 *     |msgpool  |msgmap  |msgmax |msgmnb |msgmni  |msgssz  |msgtql  |msgseg |
 *     +---------+--------+-------+-------+--------+--------+--------+-------+
 * </pre>
 */
public final class Msginfo {
  private static final int MSGPOOL_OFFSET = 0;
  private static final int MSGMAP_OFFSET = MSGPOOL_OFFSET + Integer.BYTES;
  public static final int MSGMAX_OFFSET = MSGMAP_OFFSET + Integer.BYTES;
  public static final int MSGMNB_OFFSET = MSGMAX_OFFSET + Integer.BYTES;
  public static final int MSGMNI_OFFSET = MSGMNB_OFFSET + Integer.BYTES;

  /** Bytes to reserve; the struct itself ends with a short and padding. */
  public static final int SIZE = 32;

  private Msginfo() {}
}
