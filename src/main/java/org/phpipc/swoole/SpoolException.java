package org.phpipc.swoole;

/** A payload cannot be put into the spool directory. Nothing of it is left there. */
public final class SpoolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SpoolException(String message, Throwable cause) {
    super(message, cause);
  }
}
