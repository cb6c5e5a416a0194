package org.phpipc.swoole;

/**
 * A payload cannot be put into the spool directory, and nothing of it is left there; or it cannot
 * be read from there now, and may be later.
 */
public final class SpoolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SpoolException(String message, Throwable cause) {
    super(message, cause);
  }
}
