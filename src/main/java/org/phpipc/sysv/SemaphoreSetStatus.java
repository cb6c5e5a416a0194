package org.phpipc.sysv;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.phpipc.libc.abi.IpcPerm;
import org.phpipc.libc.abi.SemidDs;

/**
 * A semaphore set at one moment. Times have whole seconds; {@link Instant#EPOCH} stands for never.
 * Source: semctl(2), {@code IPC_STAT}.
 *
 * @param key 0 if the set is private
 * @param id number by which the kernel identifies the set
 * @param ownership owner, creator and permission bits
 * @param semaphores number of semaphores in the set
 * @param lastOperation time of the last operation
 * @param lastChange time when the set was created, or its attributes or a value were last set
 */
public record SemaphoreSetStatus(
    IpcKey key,
    int id,
    Ownership ownership,
    int semaphores,
    Instant lastOperation,
    Instant lastChange) {

  static SemaphoreSetStatus read(int id, ByteBuffer ds) {
    return new SemaphoreSetStatus(
        new IpcKey(ds.getInt(IpcPerm.KEY_OFFSET)),
        id,
        Ownership.read(ds),
        (int) ds.getLong(SemidDs.NSEMS_OFFSET),
        Instant.ofEpochSecond(ds.getLong(SemidDs.OTIME_OFFSET)),
        Instant.ofEpochSecond(ds.getLong(SemidDs.CTIME_OFFSET)));
  }
}
