package org.phpipc.php;

/** PHP's {@code TypeError}: an argument has the wrong type. */
public final class PhpTypeError extends PhpError {
  private static final long serialVersionUID = 1L;

  /** An error with PHP's text. */
  public PhpTypeError(String message) {
    super(message);
  }

  PhpTypeError(String function, int position, String name, String complaint) {
    super(argument(function, position, name, complaint));
  }
}
