package org.phpipc.libc.abi;

/**
 * Layout of {@code struct timespec} on 64-bit Linux, {@code linux/time.h}.
 *
 * <pre>
 *     0       8       16
 *     +-------+-------+
 *     |sec    |nsec   |
 *     +-------+-------+
 * </pre>
 */
public final class Timespec {
  public static final int SEC_OFFSET = 0;
  public static final int NSEC_OFFSET = SEC_OFFSET + Long.BYTES;
  public static final int SIZE = NSEC_OFFSET + Long.BYTES;

  private Timespec() {}
}
