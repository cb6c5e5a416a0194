package org.phpipc.swoole;

import org.apache.commons.lang3.Validate;

/**
 * The workers of a Swoole server, from which the message types follow: event workers have the ids 0
 * to {@code workers} − 1, task workers those behind, and a task worker reads the type of its id +
 * 1.
 *
 * @param workers the setting {@code worker_num}
 * @param taskWorkers the setting {@code task_worker_num}
 * @param mode the setting {@code task_ipc_mode}
 */
public record ServerLayout(int workers, int taskWorkers, IpcMode mode) {
  /** The highest id that a worker may have. */
  public static final int LARGEST_WORKER_ID = 65534;

  /** How task workers read the queue: {@code task_ipc_mode}. */
  public enum IpcMode {
    /**
     * {@code SWOOLE_IPC_MSGQUEUE}, 2: each reads its own type. A task waits for its worker, also
     * while others are idle: which are, only the server itself can see.
     */
    MSGQUEUE,
    /**
     * {@code SWOOLE_IPC_PREEMPTIVE}, 3: each reads any type for its first message, and from then on
     * only the type of that one. So all messages must have one type, that of the first task worker.
     */
    PREEMPTIVE
  }

  /** Checks the numbers. */
  public ServerLayout {
    Validate.isTrue(workers >= 0, "%s workers are fewer than none", workers);
    Validate.isTrue(taskWorkers >= 1, "%s task workers are too few: at least 1", taskWorkers);
    Validate.isTrue(
        (long) workers + taskWorkers - 1 <= LARGEST_WORKER_ID,
        "a worker id is in 0..%s: %s and %s workers are too many",
        LARGEST_WORKER_ID,
        workers,
        taskWorkers);
  }

  /** A server with {@code task_ipc_mode} 2. */
  public static ServerLayout msgqueue(int workers, int taskWorkers) {
    return new ServerLayout(workers, taskWorkers, IpcMode.MSGQUEUE);
  }

  /** A server with {@code task_ipc_mode} 3. */
  public static ServerLayout preemptive(int workers, int taskWorkers) {
    return new ServerLayout(workers, taskWorkers, IpcMode.PREEMPTIVE);
  }

  /** The one worker with this id, 0 to {@value #LARGEST_WORKER_ID}. */
  public static ServerLayout worker(int id) {
    Validate.inclusiveBetween(
        0, LARGEST_WORKER_ID, id, "worker id " + id + " is not in 0.." + LARGEST_WORKER_ID);
    return msgqueue(id, 1);
  }

  /**
   * The message type of a task worker.
   *
   * @param taskWorker 0 for the first task worker
   * @throws IllegalArgumentException if there is none, or where its type would pin another
   */
  public long type(int taskWorker) {
    if (taskWorker < 0 || taskWorker >= taskWorkers) {
      throw new IllegalArgumentException(
          "task worker " + taskWorker + " is not in 0.." + (taskWorkers - 1));
    }
    if (taskWorker >= destinations()) {
      throw new IllegalArgumentException(
          "task worker "
              + taskWorker
              + " cannot be chosen in mode 3, where all read the type of task worker 0");
    }
    return (long) workers + taskWorker + 1;
  }

  /** How many types tasks are spread over. */
  int destinations() {
    return mode == IpcMode.MSGQUEUE ? taskWorkers : 1;
  }
}
