package org.phpipc.serialize;

/**
 * The bytes are not what PHP's {@code unserialize()} takes, or they exceed a limit.
 *
 * <p>The offset is the one in PHP's notice {@code Error at offset X of Y bytes}.
 */
public final class SerializeFormatException extends SerializeReadException {

  private static final long serialVersionUID = 1L;

  SerializeFormatException(long offset, String path, String reason) {
    super(reason + " at offset " + offset + " (" + path + ")", offset, path, reason, null);
  }
}
