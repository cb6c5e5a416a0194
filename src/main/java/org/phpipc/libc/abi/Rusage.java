package org.phpipc.libc.abi;

import org.phpipc.libc.ProcessLibc;

/**
 * Layout of {@code struct rusage} in {@code linux/resource.h}: sixteen native longs. Here it stands
 * behind the status word of {@link ProcessLibc#wait4}.
 *
 * <pre>
 *     0        4     8          24         40
 *     +--------+-----+----------+----------+---------------------------+
 *     | status | pad | ru_utime | ru_stime | ru_maxrss ... ru_nivcsw   |
 *     +--------+-----+----------+----------+---------------------------+
 *                    sec   usec  sec   usec   14 longs, in this order:
 * </pre>
 *
 * maxrss, ixrss, idrss, isrss, minflt, majflt, nswap, inblock, oublock, msgsnd, msgrcv, nsignals,
 * nvcsw, nivcsw.
 */
public final class Rusage {
  public static final int WSTATUS_OFFSET = 0;
  public static final int OFFSET = Long.BYTES;

  public static final int UTIME_OFFSET = 0;
  public static final int STIME_OFFSET = UTIME_OFFSET + 2 * Long.BYTES;
  public static final int MAXRSS_OFFSET = STIME_OFFSET + 2 * Long.BYTES;
  public static final int IXRSS_OFFSET = MAXRSS_OFFSET + Long.BYTES;
  public static final int IDRSS_OFFSET = IXRSS_OFFSET + Long.BYTES;
  public static final int ISRSS_OFFSET = IDRSS_OFFSET + Long.BYTES;
  public static final int MINFLT_OFFSET = ISRSS_OFFSET + Long.BYTES;
  public static final int MAJFLT_OFFSET = MINFLT_OFFSET + Long.BYTES;
  public static final int NSWAP_OFFSET = MAJFLT_OFFSET + Long.BYTES;
  public static final int INBLOCK_OFFSET = NSWAP_OFFSET + Long.BYTES;
  public static final int OUBLOCK_OFFSET = INBLOCK_OFFSET + Long.BYTES;
  public static final int MSGSND_OFFSET = OUBLOCK_OFFSET + Long.BYTES;
  public static final int MSGRCV_OFFSET = MSGSND_OFFSET + Long.BYTES;
  public static final int NSIGNALS_OFFSET = MSGRCV_OFFSET + Long.BYTES;
  public static final int NVCSW_OFFSET = NSIGNALS_OFFSET + Long.BYTES;
  public static final int NIVCSW_OFFSET = NVCSW_OFFSET + Long.BYTES;
  public static final int SIZE = NIVCSW_OFFSET + Long.BYTES;

  /** Bytes of the status word and the usage together. */
  public static final int WITH_STATUS_SIZE = OFFSET + SIZE;

  private Rusage() {}
}
