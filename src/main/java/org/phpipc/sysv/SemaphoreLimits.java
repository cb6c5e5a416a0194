package org.phpipc.sysv;

import java.nio.ByteBuffer;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.Seminfo;

/**
 * The limits of this IPC namespace for semaphores, as they are now: what {@code
 * /proc/sys/kernel/sem} shows. Source: semctl(2), {@code IPC_INFO}.
 *
 * @param semmni sets at one time
 * @param semmns semaphores of all sets together
 * @param semmsl semaphores of one set
 * @param semopm operations of one call
 * @param semvmx highest value of a semaphore
 */
public record SemaphoreLimits(int semmni, int semmns, int semmsl, int semopm, int semvmx) {

  /** Asks the kernel. */
  public static SemaphoreLimits read() {
    ByteBuffer info =
        KernelLimits.of(
            IpcCall.SEMCTL_LIMITS,
            "semaphores",
            Seminfo.SIZE,
            answer -> IpcLibc.get().semctl(0, 0, IpcFlags.IPC_INFO, answer));
    return new SemaphoreLimits(
        info.getInt(Seminfo.SEMMNI_OFFSET),
        info.getInt(Seminfo.SEMMNS_OFFSET),
        info.getInt(Seminfo.SEMMSL_OFFSET),
        info.getInt(Seminfo.SEMOPM_OFFSET),
        info.getInt(Seminfo.SEMVMX_OFFSET));
  }
}
