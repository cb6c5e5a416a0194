package org.phpipc.swoole;

import org.phpipc.reliable.ReliableConsumer.NotNowException;

/** What a {@link TaskWorker} does with a task. Called by as many threads as the worker has. */
@FunctionalInterface
public interface TaskHandler {
  /**
   * Handles a task. An exception is counted and reported, and the worker goes on.
   *
   * @throws NotNowException if nothing was done, for a reason that is not in the task: the task
   *     stays in the queue and the worker ends
   */
  void handle(Task task) throws Exception;
}
