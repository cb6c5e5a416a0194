package org.phpipc.swoole;

import java.util.Arrays;
import java.util.Set;

/**
 * A packet as its fields say it. Two packets are equal when all fields and bytes are.
 *
 * @param taskId counted by whoever packs, so not unique on a queue; at least 0
 * @param sourceWorker the worker that dispatched it, 0 to 65535
 * @param flagBits see {@link TaskFlag}
 * @param time of the dispatch in Unix seconds; 0 if the generation does not carry it
 * @param data what follows the header, not copied: the payload, or with {@link TaskFlag#TMPFILE}
 *     the structure that names the file
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode below are by content
public record TaskPacket(
    TaskEvent event, long taskId, int sourceWorker, int flagBits, double time, byte[] data) {

  /** Whether the flag is set. */
  public boolean has(TaskFlag flag) {
    return (flagBits & flag.bit()) != 0;
  }

  /** The flags that are set and known. */
  public Set<TaskFlag> flags() {
    return TaskFlag.of(flagBits);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskPacket packet
        && event == packet.event
        && taskId == packet.taskId
        && sourceWorker == packet.sourceWorker
        && flagBits == packet.flagBits
        && Double.compare(time, packet.time) == 0
        && Arrays.equals(data, packet.data);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(taskId) + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return event
        + " "
        + taskId
        + " of worker "
        + sourceWorker
        + " with "
        + flags()
        + " and "
        + data.length
        + " bytes";
  }
}
