package org.phpipc.swoole;

/**
 * The other side answered a call with an error: PHP's class and message, or what went wrong there.
 */
public final class TaskCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TaskCallException(String message) {
    super(message);
  }
}
