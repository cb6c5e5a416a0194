package org.phpipc.libc;

/**
 * Layout of {@code struct msqid_ds} on 64-bit Linux, {@code asm-generic/msgbuf.h} with {@code
 * asm-generic/ipcbuf.h} in front.
 *
 * <pre>
 *     0    4    8   12   16   20   24  26  28  32       48
 *     +----+----+----+----+----+----+---+---+---+--------+
 *     |key |uid |gid |cuid|cgid|mode|seq|pad|pad|unused  |   ipc_perm
 *     +----+----+----+----+----+----+---+---+---+--------+
 *
 *    48     56     64     72      80    88      96    100   104     120
 *     +------+------+------+-------+-----+-------+-----+-----+-------+
 *     |stime |rtime |ctime |cbytes |qnum |qbytes |lspid|lrpid|unused |
 *     +------+------+------+-------+-----+-------+-----+-----+-------+
 * </pre>
 *
 * Times are Unix seconds.
 */
public final class MsqidDs {
  public static final int KEY_OFFSET = 0;
  public static final int UID_OFFSET = KEY_OFFSET + Integer.BYTES;
  public static final int GID_OFFSET = UID_OFFSET + Integer.BYTES;
  public static final int CUID_OFFSET = GID_OFFSET + Integer.BYTES;
  public static final int CGID_OFFSET = CUID_OFFSET + Integer.BYTES;
  public static final int MODE_OFFSET = CGID_OFFSET + Integer.BYTES;
  private static final int SEQ_OFFSET = MODE_OFFSET + Integer.BYTES;
  private static final int PERM_UNUSED_OFFSET = SEQ_OFFSET + Long.BYTES;

  public static final int STIME_OFFSET = PERM_UNUSED_OFFSET + 2 * Long.BYTES;
  public static final int RTIME_OFFSET = STIME_OFFSET + Long.BYTES;
  public static final int CTIME_OFFSET = RTIME_OFFSET + Long.BYTES;
  public static final int CBYTES_OFFSET = CTIME_OFFSET + Long.BYTES;
  public static final int QNUM_OFFSET = CBYTES_OFFSET + Long.BYTES;
  public static final int QBYTES_OFFSET = QNUM_OFFSET + Long.BYTES;
  public static final int LSPID_OFFSET = QBYTES_OFFSET + Long.BYTES;
  public static final int LRPID_OFFSET = LSPID_OFFSET + Integer.BYTES;
  private static final int UNUSED_OFFSET = LRPID_OFFSET + Integer.BYTES;

  public static final int SIZE = UNUSED_OFFSET + 2 * Long.BYTES;

  private MsqidDs() {}
}
