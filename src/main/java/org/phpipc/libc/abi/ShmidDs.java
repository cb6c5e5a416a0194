package org.phpipc.libc.abi;

/**
 * Layout of {@code struct shmid_ds} on 64-bit Linux, {@code asm-generic/shmbuf.h}.
 *
 * <pre>
 *     0     48     56     64     72     80    84    88      96      112
 *     +-----+------+------+------+------+-----+-----+-------+-------+
 *     |perm |segsz |atime |dtime |ctime |cpid |lpid |nattch |unused |   perm: IpcPerm
 *     +-----+------+------+------+------+-----+-----+-------+-------+
 * </pre>
 *
 * Times are Unix seconds.
 */
public final class ShmidDs {
  public static final int SEGSZ_OFFSET = IpcPerm.SIZE;
  public static final int ATIME_OFFSET = SEGSZ_OFFSET + Long.BYTES;
  public static final int DTIME_OFFSET = ATIME_OFFSET + Long.BYTES;
  public static final int CTIME_OFFSET = DTIME_OFFSET + Long.BYTES;
  public static final int CPID_OFFSET = CTIME_OFFSET + Long.BYTES;
  public static final int LPID_OFFSET = CPID_OFFSET + Integer.BYTES;
  public static final int NATTCH_OFFSET = LPID_OFFSET + Integer.BYTES;
  private static final int UNUSED_OFFSET = NATTCH_OFFSET + Long.BYTES;

  public static final int SIZE = UNUSED_OFFSET + 2 * Long.BYTES;

  private ShmidDs() {}
}
