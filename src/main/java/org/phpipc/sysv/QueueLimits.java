package org.phpipc.sysv;

import java.nio.ByteBuffer;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.Msginfo;

/**
 * The limits of this IPC namespace for message queues, as they are now: what {@code
 * /proc/sys/kernel/msgmax} and its neighbours show. Source: msgctl(2), {@code IPC_INFO}.
 *
 * @param msgmax bytes of one message
 * @param msgmnb bytes that a new queue holds
 * @param msgmni queues at one time
 */
public record QueueLimits(int msgmax, int msgmnb, int msgmni) {

  /** Asks the kernel. */
  public static QueueLimits read() {
    ByteBuffer info =
        KernelLimits.of(
            IpcCall.MSGCTL_LIMITS,
            "message queues",
            Msginfo.SIZE,
            answer -> IpcLibc.get().msgctl(0, IpcFlags.IPC_INFO, answer));
    return new QueueLimits(
        info.getInt(Msginfo.MSGMAX_OFFSET),
        info.getInt(Msginfo.MSGMNB_OFFSET),
        info.getInt(Msginfo.MSGMNI_OFFSET));
  }
}
