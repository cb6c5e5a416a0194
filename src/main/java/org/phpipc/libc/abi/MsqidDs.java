package org.phpipc.libc.abi;

/**
 * Layout of {@code struct msqid_ds} on 64-bit Linux, {@code asm-generic/msgbuf.h}.
 *
 * <pre>
 *     0     48     56     64     72      80    88      96    100   104     120
 *     +-----+------+------+------+-------+-----+-------+-----+-----+-------+
 *     |perm |stime |rtime |ctime |cbytes |qnum |qbytes |lspid|lrpid|unused |   perm: IpcPerm
 *     +-----+------+------+------+-------+-----+-------+-----+-----+-------+
 * </pre>
 *
 * Times are Unix seconds.
 */
public final class MsqidDs {
  public static final int KEY_OFFSET = IpcPerm.KEY_OFFSET;
  public static final int UID_OFFSET = IpcPerm.UID_OFFSET;
  public static final int GID_OFFSET = IpcPerm.GID_OFFSET;
  public static final int CUID_OFFSET = IpcPerm.CUID_OFFSET;
  public static final int CGID_OFFSET = IpcPerm.CGID_OFFSET;
  public static final int MODE_OFFSET = IpcPerm.MODE_OFFSET;

  public static final int STIME_OFFSET = IpcPerm.SIZE;
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
