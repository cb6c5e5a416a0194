package org.phpipc.swoole;

/** What a {@link TaskWorker} does with a task. Called by as many threads as the worker has. */
@FunctionalInterface
public interface TaskHandler {
  /** Does it. What is thrown is counted and reported, and the worker goes on. */
  void handle(Task task) throws Exception;
}
