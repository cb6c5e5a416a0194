package org.phpipc.serialize.token;

import org.jspecify.annotations.Nullable;

/** What one value may take, and what it has taken so far. */
public final class ReadBudget {
  /** The bytes that an element takes in memory. */
  private static final int ELEMENT_BYTES = 80;

  /** The bytes that a container takes in memory without its elements. */
  private static final int CONTAINER_BYTES = 160;

  /** The bytes that a string takes in memory beside its own. */
  private static final int STRING_BYTES = 64;

  private static final String TOO_LONG = "a longer string than the limit";

  private final long mostElements;
  private final long longestString;
  private final long mostBytes;

  private long elements;
  private long bytes;

  /** A budget of elements, of bytes in one string, and of bytes in memory. */
  public ReadBudget(long mostElements, long longestString, long mostBytes) {
    this.mostElements = mostElements;
    this.longestString = longestString;
    this.mostBytes = mostBytes;
  }

  /** Starts with a new value. */
  public void renew() {
    elements = 0;
    bytes = 0;
  }

  /** Takes what a container of {@code count} pairs needs; gives which limit does not allow that. */
  public @Nullable String takeContainer(int count) {
    elements += count;
    if (elements > mostElements) {
      return "more elements than the limit";
    }
    return take(CONTAINER_BYTES + (long) count * ELEMENT_BYTES);
  }

  /** Takes what a string of {@code length} bytes needs; gives which limit does not allow that. */
  @Nullable String takeString(long length) {
    return length > longestString ? TOO_LONG : take(STRING_BYTES + length);
  }

  /** Which limit does not allow a string of {@code length} bytes, none of which is kept. */
  @Nullable String passString(long length) {
    return length > longestString ? TOO_LONG : null;
  }

  private @Nullable String take(long more) {
    bytes += more;
    return bytes > mostBytes ? "more memory than the limit" : null;
  }
}
