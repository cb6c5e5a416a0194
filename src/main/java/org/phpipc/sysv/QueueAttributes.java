package org.phpipc.sysv;

/**
 * What its owner may change of a queue.
 *
 * @param uid owner
 * @param gid owner's group
 * @param mode permission bits, 0 to 0777
 * @param capacityBytes bytes that the messages in the queue may have together ({@code msg_qbytes})
 */
public record QueueAttributes(int uid, int gid, int mode, long capacityBytes) {

  /** The same with another owner. */
  public QueueAttributes withOwner(int newUid, int newGid) {
    return new QueueAttributes(newUid, newGid, mode, capacityBytes);
  }

  /** The same with other permission bits. */
  public QueueAttributes withMode(int newMode) {
    return new QueueAttributes(uid, gid, newMode, capacityBytes);
  }

  /** The same with another capacity. */
  public QueueAttributes withCapacityBytes(long newCapacityBytes) {
    return new QueueAttributes(uid, gid, mode, newCapacityBytes);
  }
}
