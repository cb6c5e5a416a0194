package org.phpipc.sysv;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.phpipc.libc.abi.MsqidDs;

/**
 * A queue at one moment. Times have whole seconds; {@link Instant#EPOCH} stands for never. Source:
 * msgctl(2), {@code IPC_STAT}.
 *
 * @param key 0 where the queue is private
 * @param id what the kernel calls the queue
 * @param attributes owner, mode and capacity
 * @param creatorUid who made it
 * @param creatorGid the maker's group
 * @param messages messages in the queue
 * @param bytes bytes of all messages in the queue
 * @param lastSendPid process that sent last, 0 if none
 * @param lastReceivePid process that received last, 0 if none
 * @param lastSend when a message was last sent
 * @param lastReceive when a message was last received
 * @param lastChange when the queue was made or its attributes last set
 */
public record QueueStatus(
    IpcKey key,
    int id,
    QueueAttributes attributes,
    int creatorUid,
    int creatorGid,
    long messages,
    long bytes,
    int lastSendPid,
    int lastReceivePid,
    Instant lastSend,
    Instant lastReceive,
    Instant lastChange) {

  static QueueStatus read(int id, ByteBuffer ds) {
    return new QueueStatus(
        new IpcKey(ds.getInt(MsqidDs.KEY_OFFSET)),
        id,
        new QueueAttributes(
            ds.getInt(MsqidDs.UID_OFFSET),
            ds.getInt(MsqidDs.GID_OFFSET),
            ds.getInt(MsqidDs.MODE_OFFSET),
            ds.getLong(MsqidDs.QBYTES_OFFSET)),
        ds.getInt(MsqidDs.CUID_OFFSET),
        ds.getInt(MsqidDs.CGID_OFFSET),
        ds.getLong(MsqidDs.QNUM_OFFSET),
        ds.getLong(MsqidDs.CBYTES_OFFSET),
        ds.getInt(MsqidDs.LSPID_OFFSET),
        ds.getInt(MsqidDs.LRPID_OFFSET),
        Instant.ofEpochSecond(ds.getLong(MsqidDs.STIME_OFFSET)),
        Instant.ofEpochSecond(ds.getLong(MsqidDs.RTIME_OFFSET)),
        Instant.ofEpochSecond(ds.getLong(MsqidDs.CTIME_OFFSET)));
  }
}
