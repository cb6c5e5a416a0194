package org.phpipc.sysv;

/**
 * The properties of a queue that its owner can change.
 *
 * @param uid owner
 * @param gid owner's group
 * @param mode permission bits, 0 to 0777
 * @param capacityBytes bytes that the messages in the queue may have together ({@code msg_qbytes})
 */
public record QueueAttributes(int uid, int gid, int mode, long capacityBytes) {

  /** A copy with another owner. */
  public QueueAttributes withOwner(int newUid, int newGid) {
    return new QueueAttributes(newUid, newGid, mode, capacityBytes);
  }

  /** A copy with other permission bits. */
  public QueueAttributes withMode(int newMode) {
    return new QueueAttributes(uid, gid, newMode, capacityBytes);
  }

  /** A copy with another capacity. */
  public QueueAttributes withCapacityBytes(long newCapacityBytes) {
    return new QueueAttributes(uid, gid, mode, newCapacityBytes);
  }
}
