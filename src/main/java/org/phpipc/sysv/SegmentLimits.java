package org.phpipc.sysv;

import java.nio.ByteBuffer;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.Shminfo;

/**
 * The limits of this IPC namespace for shared memory, as they are now: what {@code
 * /proc/sys/kernel/shmmax} and its neighbours show. Source: shmctl(2), {@code IPC_INFO}.
 *
 * @param shmmax bytes of one segment, capped to what a long holds
 * @param shmmni segments at one time
 * @param shmall pages of all segments together, capped to what a long holds
 */
public record SegmentLimits(long shmmax, long shmmni, long shmall) {

  /** Asks the kernel. */
  public static SegmentLimits read() {
    ByteBuffer info =
        KernelLimits.of(
            IpcCall.SHMCTL_LIMITS,
            "shared memory",
            Shminfo.SIZE,
            answer -> IpcLibc.get().shmctl(0, IpcFlags.IPC_INFO, answer));
    return new SegmentLimits(
        capped(info.getLong(Shminfo.SHMMAX_OFFSET)),
        capped(info.getLong(Shminfo.SHMMNI_OFFSET)),
        capped(info.getLong(Shminfo.SHMALL_OFFSET)));
  }

  private static long capped(long unsigned) {
    return unsigned < 0 ? Long.MAX_VALUE : unsigned;
  }
}
