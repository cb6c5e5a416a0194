package org.phpipc.libc.abi;

/**
 * Layout of {@code struct ipc_perm} on 64-bit Linux, {@code asm-generic/ipcbuf.h}: the front of
 * {@link MsqidDs}, {@link ShmidDs} and {@link SemidDs}.
 *
 * <pre>
 *     0    4    8   12   16   20   24  26  28  32       48
 *     +----+----+----+----+----+----+---+---+---+--------+
 *     |key |uid |gid |cuid|cgid|mode|seq|pad|pad|unused  |
 *     +----+----+----+----+----+----+---+---+---+--------+
 * </pre>
 */
public final class IpcPerm {
  public static final int KEY_OFFSET = 0;
  public static final int UID_OFFSET = KEY_OFFSET + Integer.BYTES;
  public static final int GID_OFFSET = UID_OFFSET + Integer.BYTES;
  public static final int CUID_OFFSET = GID_OFFSET + Integer.BYTES;
  public static final int CGID_OFFSET = CUID_OFFSET + Integer.BYTES;
  public static final int MODE_OFFSET = CGID_OFFSET + Integer.BYTES;
  private static final int SEQ_OFFSET = MODE_OFFSET + Integer.BYTES;
  private static final int UNUSED_OFFSET = SEQ_OFFSET + Long.BYTES;

  public static final int SIZE = UNUSED_OFFSET + 2 * Long.BYTES;

  private IpcPerm() {}
}
