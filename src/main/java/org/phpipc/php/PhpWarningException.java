package org.phpipc.php;

/** A warning of a PHP function while {@link PhpWarnings#throwing()} is in force. */
public final class PhpWarningException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient PhpWarning warning;

  PhpWarningException(PhpWarning warning) {
    super(warning.toString());
    this.warning = warning;
  }

  /** The warning. */
  public PhpWarning warning() {
    return warning;
  }
}
