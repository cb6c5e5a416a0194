package org.phpipc.sysv;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.phpipc.libc.abi.MsqidDs;

/**
 * A queue at one moment. Times have whole seconds; {@link Instant#EPOCH} stands for never. Source:
 * msgctl(2), {@code IPC_STAT}.
 *
 * @param key 0 if the queue is private
 * @param id number by which the kernel identifies the queue
 * @param ownership owner, creator and permission bits
 * @param capacityBytes bytes that all messages in the queue may have together ({@code msg_qbytes})
 * @param messages messages in the queue
 * @param bytes bytes of all messages in the queue
 * @param lastSendPid process that sent the last message, 0 if none
 * @param lastReceivePid process that received the last message, 0 if none
 * @param lastSend time of the last send
 * @param lastReceive time of the last receive
 * @param lastChange time when the queue was created or its attributes were last set
 */
public record QueueStatus(
    IpcKey key,
    int id,
    Ownership ownership,
    long capacityBytes,
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
        Ownership.read(ds),
        ds.getLong(MsqidDs.QBYTES_OFFSET),
        ds.getLong(MsqidDs.QNUM_OFFSET),
        ds.getLong(MsqidDs.CBYTES_OFFSET),
        ds.getInt(MsqidDs.LSPID_OFFSET),
        ds.getInt(MsqidDs.LRPID_OFFSET),
        Instant.ofEpochSecond(ds.getLong(MsqidDs.STIME_OFFSET)),
        Instant.ofEpochSecond(ds.getLong(MsqidDs.RTIME_OFFSET)),
        Instant.ofEpochSecond(ds.getLong(MsqidDs.CTIME_OFFSET)));
  }

  /** The part that {@link MessageQueue#change} can set. */
  public QueueAttributes attributes() {
    return new QueueAttributes(ownership.uid(), ownership.gid(), ownership.mode(), capacityBytes);
  }
}
