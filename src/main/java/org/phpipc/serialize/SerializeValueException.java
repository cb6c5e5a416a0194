package org.phpipc.serialize;

/** A value that cannot be written in PHP's format. */
public final class SerializeValueException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String reason;

  SerializeValueException(String path, String reason) {
    super(reason + " at " + path);
    this.path = path;
    this.reason = reason;
  }

  /** The path from the top value to this one, as in {@code $.jobs[3].owner}. */
  public String path() {
    return path;
  }

  /** What is wrong with the value. */
  public String reason() {
    return reason;
  }
}
