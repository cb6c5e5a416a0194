package org.phpipc.libc.abi;

import java.nio.ByteBuffer;

/**
 * Layout of {@code struct pollfd} in {@code asm-generic/poll.h}. A call takes several, one behind
 * the other.
 *
 * <pre>
 *     0        4        6         8
 *     +--------+--------+---------+
 *     | fd     | events | revents |
 *     +--------+--------+---------+
 * </pre>
 */
public final class Pollfd {
  private static final int FD_OFFSET = 0;
  public static final int EVENTS_OFFSET = FD_OFFSET + Integer.BYTES;
  public static final int REVENTS_OFFSET = EVENTS_OFFSET + Short.BYTES;

  public static final int SIZE = REVENTS_OFFSET + Short.BYTES;

  private Pollfd() {}

  /** Asks for events of the descriptor that has the place {@code index}. */
  public static void put(ByteBuffer fds, int index, int fd, int events) {
    int offset = index * SIZE;
    fds.putInt(offset + FD_OFFSET, fd)
        .putShort(offset + EVENTS_OFFSET, (short) events)
        .putShort(offset + REVENTS_OFFSET, (short) 0);
  }

  /** What happened on the descriptor that has the place {@code index}. */
  public static int revents(ByteBuffer fds, int index) {
    return fds.getShort(index * SIZE + REVENTS_OFFSET);
  }
}
