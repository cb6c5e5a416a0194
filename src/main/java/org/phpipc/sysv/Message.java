package org.phpipc.sysv;

import java.util.Arrays;

/**
 * A message as it was in the queue. Two messages are equal when type and bytes are.
 *
 * @param type at least 1
 * @param payload the bytes, not copied; possibly none
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode below are by content
public record Message(long type, byte[] payload) {

  @Override
  public boolean equals(Object other) {
    return other instanceof Message message
        && type == message.type
        && Arrays.equals(payload, message.payload);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(type) + Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return "Message[type=" + type + ", " + payload.length + " bytes]";
  }
}
