package org.phpipc.sysv;

/**
 * A segment does not hold PHP's variables, or holds them damaged. Nothing was written to it. The
 * message says what was found.
 */
public final class VariableTableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VariableTableException(String message) {
    super(message);
  }
}
