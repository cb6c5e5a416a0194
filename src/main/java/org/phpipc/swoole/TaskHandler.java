package org.phpipc.swoole;

import org.phpipc.reliable.ReliableConsumer.NotNowException;

/** What a {@link TaskWorker} does with a task. Called by as many threads as the worker has. */
@FunctionalInterface
public interface TaskHandler {
  /**
   * Does it. What is thrown is counted and reported, and the worker goes on.
   *
   * @throws NotNowException if nothing was done, and not because of the task: the task stays and
   *     the worker ends
   */
  void handle(Task task) throws Exception;
}
