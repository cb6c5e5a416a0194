package org.phpipc.swoole;

/**
 * The tasks in a queue do not fit the settings of the worker that reads the queue: they are of
 * another generation, or their files are in another spool directory or of a user who is not
 * trusted. The message says which. The tasks are still in the queue.
 */
public final class TaskMisfitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TaskMisfitException(String message) {
    super(message);
  }
}
