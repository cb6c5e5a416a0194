package org.phpipc.libc.abi;

/**
 * Layout of {@code struct tms} on 64-bit Linux, {@code sys/times.h}: ticks as native longs.
 *
 * <pre>
 *     0       8       16       24       32
 *     +-------+-------+--------+--------+
 *     |utime  |stime  |cutime  |cstime  |
 *     +-------+-------+--------+--------+
 * </pre>
 */
public final class Tms {
  public static final int UTIME_OFFSET = 0;
  public static final int STIME_OFFSET = UTIME_OFFSET + Long.BYTES;
  public static final int CUTIME_OFFSET = STIME_OFFSET + Long.BYTES;
  public static final int CSTIME_OFFSET = CUTIME_OFFSET + Long.BYTES;
  public static final int SIZE = CSTIME_OFFSET + Long.BYTES;

  private Tms() {}
}
