package org.phpipc.libc.abi;

import java.nio.ByteBuffer;

/**
 * Layout of {@code struct sembuf} in {@code linux/sem.h}: one operation of semop. A call takes
 * several, one behind the other.
 *
 * <pre>
 *     0    2    4    6
 *     +----+----+----+
 *     |num |op  |flg |
 *     +----+----+----+
 * </pre>
 */
public final class Sembuf {
  private static final int NUM_OFFSET = 0;
  private static final int OP_OFFSET = NUM_OFFSET + Short.BYTES;
  public static final int FLG_OFFSET = OP_OFFSET + Short.BYTES;

  public static final int SIZE = FLG_OFFSET + Short.BYTES;

  private Sembuf() {}

  /** Writes the operation that has the place {@code index} in its call. */
  public static void put(ByteBuffer operations, int index, int num, int op, int flg) {
    int offset = index * SIZE;
    operations
        .putShort(offset + NUM_OFFSET, (short) num)
        .putShort(offset + OP_OFFSET, (short) op)
        .putShort(offset + FLG_OFFSET, (short) flg);
  }

  /** Which semaphore the operation is about. */
  public static int num(ByteBuffer operations, int index) {
    return Short.toUnsignedInt(operations.getShort(index * SIZE + NUM_OFFSET));
  }

  /** What is added to it; 0 waits for 0. */
  public static int op(ByteBuffer operations, int index) {
    return operations.getShort(index * SIZE + OP_OFFSET);
  }

  /** IPC_NOWAIT and SEM_UNDO. */
  public static int flg(ByteBuffer operations, int index) {
    return operations.getShort(index * SIZE + FLG_OFFSET);
  }
}
