package org.phpipc.php;

/** PHP's {@code Error}: the caller made a mistake. The message is PHP's text. */
public class PhpError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error with PHP's text. */
  public PhpError(String message) {
    super(message);
  }

  /** {@code f(): Argument #3 ($message) must be ...}, the form of PHP 8. */
  static String argument(String function, int position, String name, String complaint) {
    return function + "(): Argument #" + position + " ($" + name + ") " + complaint;
  }
}
