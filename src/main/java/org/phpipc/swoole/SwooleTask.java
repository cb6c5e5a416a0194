package org.phpipc.swoole;

import org.jspecify.annotations.Nullable;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;

/**
 * The class {@code SwooleTask} of Swoole's old documentation under its own names, so that a script
 * that uses it ports by renaming. {@code dispatch} answers as it did there; {@link TaskQueue} says
 * what went wrong.
 *
 * <p>What differs is what was wrong: the packet is that of the given generation (the PHP class knew
 * the one from 1.8.7 on), large payloads are named as that generation reads them, {@code NOREPLY}
 * is set where it is known, and the packet does not call the destination its source. Give the id of
 * a task worker, {@code worker_num} or above: the PHP class had 0, which no task worker reads in
 * mode 2.
 */
public final class SwooleTask {
  /** The data names a file. */
  public static final int SW_TASK_TMPFILE = TaskFlag.TMPFILE.bit();

  /** The payload is serialized. */
  public static final int SW_TASK_SERIALIZE = TaskFlag.SERIALIZE.bit();

  /** The result is an event. */
  public static final int SW_TASK_NONBLOCK = TaskFlag.NONBLOCK.bit();

  /** The number of TASK in the generation that the PHP class wrote. */
  public static final int SW_EVENT_TASK = WireGeneration.V1_8_7.number(TaskEvent.TASK);

  private final TaskQueue tasks;

  /**
   * A dispatcher on a queue, which is created if it is missing, as {@code msg_get_queue} does.
   *
   * @param key of the queue
   * @param workerId the worker to dispatch to; the message type is one more
   * @param version of the Swoole that reads, such as {@code 5.1.3}
   */
  public SwooleTask(long key, int workerId, String version) {
    this(
        MessageQueue.openOrCreate(new IpcKey((int) key), 0666),
        workerId,
        WireGeneration.forVersion(version));
  }

  SwooleTask(MessageQueue queue, int workerId, WireGeneration generation) {
    tasks = TaskQueue.on(queue, generation, ServerLayout.worker(workerId)).build();
  }

  /** Sends a task, waiting while the queue is full; false if the kernel refuses it. */
  public boolean dispatch(@Nullable Object data) throws InterruptedException {
    try {
      tasks.dispatch(data);
      return true;
    } catch (IpcException e) {
      System.getLogger(SwooleTask.class.getName())
          .log(System.Logger.Level.WARNING, "dispatch: " + e.getMessage());
      return false;
    }
  }
}
