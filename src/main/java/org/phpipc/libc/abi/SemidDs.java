package org.phpipc.libc.abi;

/**
 * Layout of {@code struct semid_ds} on 64-bit Linux: {@code asm/sembuf.h} of x86, which keeps a
 * long behind each time, and {@code asm-generic/sembuf.h}, which does not.
 *
 * <pre>
 *     x86-64      0     48     56       64     72       80     88      104
 *                 +-----+------+--------+------+--------+------+-------+
 *                 |perm |otime |unused  |ctime |unused  |nsems |unused |   perm: IpcPerm
 *                 +-----+------+--------+------+--------+------+-------+
 *     aarch64     0     48     56     64     72      88
 *                 +-----+------+------+------+-------+
 *                 |perm |otime |ctime |nsems |unused |
 *                 +-----+------+------+------+-------+
 * </pre>
 *
 * Times are Unix seconds.
 */
public final class SemidDs {
  private static final int TIME_BYTES = Cpu.AMD64 ? 2 * Long.BYTES : Long.BYTES;

  public static final int OTIME_OFFSET = IpcPerm.SIZE;
  public static final int CTIME_OFFSET = OTIME_OFFSET + TIME_BYTES;
  public static final int NSEMS_OFFSET = CTIME_OFFSET + TIME_BYTES;
  private static final int UNUSED_OFFSET = NSEMS_OFFSET + Long.BYTES;

  public static final int SIZE = UNUSED_OFFSET + 2 * Long.BYTES;

  private SemidDs() {}
}
