package org.phpipc.sysv;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.phpipc.libc.abi.IpcPerm;
import org.phpipc.libc.abi.SemidDs;

/**
 * A semaphore set at one moment. Times have whole seconds; {@link Instant#EPOCH} stands for never.
 * Source: semctl(2), {@code IPC_STAT}.
 *
 * @param key 0 where the set is private
 * @param id what the kernel calls the set
 * @param uid owner
 * @param gid owner's group
 * @param mode permission bits, 0 to 0777
 * @param creatorUid who made it
 * @param creatorGid the maker's group
 * @param semaphores how many it has
 * @param lastOperation when it was last operated on
 * @param lastChange when it was made, its attributes last set, or a value last set
 */
public record SemaphoreSetStatus(
    IpcKey key,
    int id,
    int uid,
    int gid,
    int mode,
    int creatorUid,
    int creatorGid,
    int semaphores,
    Instant lastOperation,
    Instant lastChange) {

  static SemaphoreSetStatus read(int id, ByteBuffer ds) {
    return new SemaphoreSetStatus(
        new IpcKey(ds.getInt(IpcPerm.KEY_OFFSET)),
        id,
        ds.getInt(IpcPerm.UID_OFFSET),
        ds.getInt(IpcPerm.GID_OFFSET),
        ds.getInt(IpcPerm.MODE_OFFSET),
        ds.getInt(IpcPerm.CUID_OFFSET),
        ds.getInt(IpcPerm.CGID_OFFSET),
        (int) ds.getLong(SemidDs.NSEMS_OFFSET),
        Instant.ofEpochSecond(ds.getLong(SemidDs.OTIME_OFFSET)),
        Instant.ofEpochSecond(ds.getLong(SemidDs.CTIME_OFFSET)));
  }
}
