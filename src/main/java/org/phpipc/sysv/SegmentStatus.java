package org.phpipc.sysv;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.IpcPerm;
import org.phpipc.libc.abi.ShmidDs;

/**
 * A segment at one moment. Times have whole seconds; {@link Instant#EPOCH} stands for never.
 * Source: shmctl(2), {@code IPC_STAT}.
 *
 * @param key 0 where the segment is private or removed
 * @param id what the kernel calls the segment
 * @param uid owner
 * @param gid owner's group
 * @param mode permission bits, 0 to 0777
 * @param removed whether it goes away with its last attachment
 * @param creatorUid who made it
 * @param creatorGid the maker's group
 * @param bytes its size
 * @param attachments how many times it is attached, over all processes
 * @param creatorPid process that made it
 * @param lastPid process that attached or detached last, 0 if none
 * @param lastAttach when it was last attached
 * @param lastDetach when it was last detached
 * @param lastChange when it was made or its attributes last set
 */
public record SegmentStatus(
    IpcKey key,
    int id,
    int uid,
    int gid,
    int mode,
    boolean removed,
    int creatorUid,
    int creatorGid,
    long bytes,
    long attachments,
    int creatorPid,
    int lastPid,
    Instant lastAttach,
    Instant lastDetach,
    Instant lastChange) {
  private static final int PERMISSIONS = 0777;

  static SegmentStatus read(int id, ByteBuffer ds) {
    int mode = ds.getInt(IpcPerm.MODE_OFFSET);
    return new SegmentStatus(
        new IpcKey(ds.getInt(IpcPerm.KEY_OFFSET)),
        id,
        ds.getInt(IpcPerm.UID_OFFSET),
        ds.getInt(IpcPerm.GID_OFFSET),
        mode & PERMISSIONS,
        (mode & IpcFlags.SHM_DEST) != 0,
        ds.getInt(IpcPerm.CUID_OFFSET),
        ds.getInt(IpcPerm.CGID_OFFSET),
        ds.getLong(ShmidDs.SEGSZ_OFFSET),
        ds.getLong(ShmidDs.NATTCH_OFFSET),
        ds.getInt(ShmidDs.CPID_OFFSET),
        ds.getInt(ShmidDs.LPID_OFFSET),
        Instant.ofEpochSecond(ds.getLong(ShmidDs.ATIME_OFFSET)),
        Instant.ofEpochSecond(ds.getLong(ShmidDs.DTIME_OFFSET)),
        Instant.ofEpochSecond(ds.getLong(ShmidDs.CTIME_OFFSET)));
  }
}
