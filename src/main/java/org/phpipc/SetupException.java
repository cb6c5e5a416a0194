package org.phpipc;

/**
 * phpipc cannot work in a process that was started like this one. The message names the cause and
 * what to change.
 */
public final class SetupException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** With the cause and the remedy in words. */
  public SetupException(String message) {
    super(message);
  }

  /** With the cause and the remedy in words, and the cause itself. */
  public SetupException(String message, Throwable cause) {
    super(message, cause);
  }
}
