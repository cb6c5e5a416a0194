package org.phpipc.serialize;

/**
 * The bytes are not what PHP's {@code unserialize()} takes, or they exceed a limit.
 *
 * <p>The offset is the one in PHP's notice {@code Error at offset X of Y bytes}.
 */
public final class SerializeFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String path;
  private final String reason;

  SerializeFormatException(long offset, String path, String reason) {
    super(reason + " at offset " + offset + " (" + path + ")");
    this.offset = offset;
    this.path = path;
    this.reason = reason;
  }

  /** Where it went wrong, in bytes from the start of the input. */
  public long offset() {
    return offset;
  }

  /** The way from the top value to the broken one, as in {@code $.jobs[3].owner}. */
  public String path() {
    return path;
  }

  /** What was expected there, or which limit was hit. */
  public String reason() {
    return reason;
  }
}
