package org.phpipc.serialize;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value could not be read: its bytes are broken, or they are not what the caller asked for.
 *
 * <p>The exception keeps the bytes, so that the receiver of a message from a queue can put it aside
 * instead of losing it.
 */
public abstract sealed class SerializeReadException extends RuntimeException
    permits SerializeFormatException, SerializeMappingException {

  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String path;
  private final String reason;

  private transient byte @Nullable [] source;
  private transient int start;
  private transient int length;

  SerializeReadException(
      String message, long offset, String path, String reason, @Nullable Throwable cause) {
    super(message, cause);
    this.offset = offset;
    this.path = path;
    this.reason = reason;
  }

  /** Keeps what was read, without copying it. */
  final void keep(byte[] bytes, int from, int count) {
    source = bytes;
    start = from;
    length = count;
  }

  /** The offset of the failure in bytes from the start of the input; -1 if it is not known. */
  public long offset() {
    return offset;
  }

  /** The path from the top value to the one that failed, as in {@code $.jobs[3].owner}. */
  public String path() {
    return path;
  }

  /** What was expected there, or which limit was hit. */
  public String reason() {
    return reason;
  }

  /**
   * All the bytes that were to be read, broken or not: the array that was given, or a copy of the
   * part that was asked for. Null if they did not come from an array, and after this exception was
   * itself stored and loaded.
   */
  public byte @Nullable [] input() {
    byte[] bytes = source;
    if (bytes == null || (start == 0 && length == bytes.length)) {
      return bytes;
    }
    return Arrays.copyOfRange(bytes, start, start + length);
  }
}
