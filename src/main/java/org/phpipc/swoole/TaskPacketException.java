package org.phpipc.swoole;

/** Bytes are not a packet of the generation, or what they name cannot be read. */
public final class TaskPacketException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TaskPacketException(String message) {
    super(message);
  }

  TaskPacketException(String message, Throwable cause) {
    super(message, cause);
  }
}
