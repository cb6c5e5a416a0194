package org.phpipc.libc.abi;

/**
 * Layout of {@code struct shminfo} on 64-bit Linux, {@code asm-generic/shmbuf.h}: what {@code
 * shmctl(IPC_INFO)} fills. All fields are unsigned.
 *
 * <pre>
 *     0       8       16      24      32      40      72
 *     +-------+-------+-------+-------+-------+-------+
 *     |shmmax |shmmin |shmmni |shmseg |shmall |unused |
 *     +-------+-------+-------+-------+-------+-------+
 * </pre>
 */
public final class Shminfo {
  public static final int SHMMAX_OFFSET = 0;
  private static final int SHMMIN_OFFSET = SHMMAX_OFFSET + Long.BYTES;
  public static final int SHMMNI_OFFSET = SHMMIN_OFFSET + Long.BYTES;
  private static final int SHMSEG_OFFSET = SHMMNI_OFFSET + Long.BYTES;
  public static final int SHMALL_OFFSET = SHMSEG_OFFSET + Long.BYTES;
  private static final int UNUSED_OFFSET = SHMALL_OFFSET + Long.BYTES;

  public static final int SIZE = UNUSED_OFFSET + 4 * Long.BYTES;

  private Shminfo() {}
}
