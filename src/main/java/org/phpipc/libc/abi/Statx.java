package org.phpipc.libc.abi;

/**
 * Layout of {@code struct statx} in {@code linux/stat.h}, as far as it is used.
 *
 * <pre>
 *     0         28     30  32       40      48        136         140         144      256
 *     +---------+------+---+--------+-------+---------+-----------+-----------+--------+
 *     | ...     | mode |...| ino    | size  | ...     | dev_major | dev_minor | ...    |
 *     +---------+------+---+--------+-------+---------+-----------+-----------+--------+
 * </pre>
 */
public final class Statx {
  /** Asks for the inode number; the device numbers always come. */
  public static final int STATX_INO = 0x100;

  /** Asks for the type of the file, in {@code mode}. */
  public static final int STATX_TYPE = 0x1;

  /** Asks for the size of the file, in bytes. */
  public static final int STATX_SIZE = 0x200;

  public static final int MODE_OFFSET = 28;
  public static final int INO_OFFSET = 32;
  public static final int SIZE_OFFSET = INO_OFFSET + Long.BYTES;
  public static final int DEV_MAJOR_OFFSET = 136;
  public static final int DEV_MINOR_OFFSET = DEV_MAJOR_OFFSET + Integer.BYTES;
  public static final int SIZE = 256;

  private Statx() {}
}
