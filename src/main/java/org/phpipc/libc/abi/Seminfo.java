package org.phpipc.libc.abi;

/**
 * Layout of {@code struct seminfo} in {@code linux/sem.h}: what {@code semctl(IPC_INFO)} and {@code
 * semctl(SEM_INFO)} fill.
 *
 * <pre>
 *     0      4      8      12     16     20     24     28     32     36     40
 *     +------+------+------+------+------+------+------+------+------+------+
 *     |semmap|semmni|semmns|semmnu|semmsl|semopm|semume|semusz|semvmx|semaem|
 *     +------+------+------+------+------+------+------+------+------+------+
 * </pre>
 */
public final class Seminfo {
  private static final int SEMMAP_OFFSET = 0;
  public static final int SEMMNI_OFFSET = SEMMAP_OFFSET + Integer.BYTES;
  public static final int SEMMNS_OFFSET = SEMMNI_OFFSET + Integer.BYTES;
  private static final int SEMMNU_OFFSET = SEMMNS_OFFSET + Integer.BYTES;
  public static final int SEMMSL_OFFSET = SEMMNU_OFFSET + Integer.BYTES;
  public static final int SEMOPM_OFFSET = SEMMSL_OFFSET + Integer.BYTES;
  private static final int SEMUME_OFFSET = SEMOPM_OFFSET + Integer.BYTES;
  private static final int SEMUSZ_OFFSET = SEMUME_OFFSET + Integer.BYTES;
  public static final int SEMVMX_OFFSET = SEMUSZ_OFFSET + Integer.BYTES;
  private static final int SEMAEM_OFFSET = SEMVMX_OFFSET + Integer.BYTES;

  public static final int SIZE = SEMAEM_OFFSET + Integer.BYTES;

  private Seminfo() {}
}
