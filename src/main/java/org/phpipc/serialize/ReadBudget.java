package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;

/** What one value has taken so far of what {@link ReadLimits} grant. */
final class ReadBudget {

  /** What an element, a container and a string take in memory, beside the bytes of the string. */
  private static final int ELEMENT_BYTES = 80;

  private static final int CONTAINER_BYTES = 160;
  private static final int STRING_BYTES = 64;
  private static final String TOO_LONG = "a longer string than the limit";

  private final ReadLimits limits;
  private long elements;
  private long bytes;

  ReadBudget(ReadLimits limits) {
    this.limits = limits;
  }

  /** Starts with a new value. */
  void renew() {
    elements = 0;
    bytes = 0;
  }

  /** Takes what a container of so many pairs needs; gives which limit does not allow that. */
  @Nullable String takeContainer(int count) {
    elements += count;
    if (elements > limits.elements()) {
      return "more elements than the limit";
    }
    return take(CONTAINER_BYTES + (long) count * ELEMENT_BYTES);
  }

  /** Takes what a string of so many bytes needs; gives which limit does not allow that. */
  @Nullable String takeString(long length) {
    return length > limits.stringBytes() ? TOO_LONG : take(STRING_BYTES + length);
  }

  /** Which limit does not allow a string of so many bytes, of which none is kept. */
  @Nullable String passString(long length) {
    return length > limits.stringBytes() ? TOO_LONG : null;
  }

  private @Nullable String take(long more) {
    bytes += more;
    return bytes > limits.totalBytes() ? "more memory than the limit" : null;
  }
}
