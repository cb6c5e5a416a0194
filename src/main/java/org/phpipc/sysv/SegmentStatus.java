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
 * @param key 0 if the segment is private or removed
 * @param id number by which the kernel identifies the segment
 * @param ownership owner, creator and permission bits
 * @param removed whether the segment disappears with its last attachment
 * @param bytes size of the segment
 * @param attachments number of attachments in all processes
 * @param creatorPid process that created the segment
 * @param lastPid process that attached or detached last, 0 if none
 * @param lastAttach time of the last attach
 * @param lastDetach time of the last detach
 * @param lastChange time when the segment was created or its attributes were last set
 */
public record SegmentStatus(
    IpcKey key,
    int id,
    Ownership ownership,
    boolean removed,
    long bytes,
    long attachments,
    int creatorPid,
    int lastPid,
    Instant lastAttach,
    Instant lastDetach,
    Instant lastChange) {

  static SegmentStatus read(int id, ByteBuffer ds) {
    return new SegmentStatus(
        new IpcKey(ds.getInt(IpcPerm.KEY_OFFSET)),
        id,
        Ownership.read(ds),
        (ds.getInt(IpcPerm.MODE_OFFSET) & IpcFlags.SHM_DEST) != 0,
        ds.getLong(ShmidDs.SEGSZ_OFFSET),
        ds.getLong(ShmidDs.NATTCH_OFFSET),
        ds.getInt(ShmidDs.CPID_OFFSET),
        ds.getInt(ShmidDs.LPID_OFFSET),
        Instant.ofEpochSecond(ds.getLong(ShmidDs.ATIME_OFFSET)),
        Instant.ofEpochSecond(ds.getLong(ShmidDs.DTIME_OFFSET)),
        Instant.ofEpochSecond(ds.getLong(ShmidDs.CTIME_OFFSET)));
  }
}
