package org.phpipc.php;

/** PHP's {@code ValueError}: the type of an argument is right, its value is not. */
public final class PhpValueError extends PhpError {
  private static final long serialVersionUID = 1L;

  /** An error with PHP's text. */
  public PhpValueError(String message) {
    super(message);
  }

  PhpValueError(String function, int position, String name, String complaint) {
    super(argument(function, position, name, complaint));
  }
}
