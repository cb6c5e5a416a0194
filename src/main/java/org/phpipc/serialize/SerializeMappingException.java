package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;

/** The bytes are in order, but they do not fit the Java type that they are to be read as. */
public final class SerializeMappingException extends SerializeReadException {

  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String found;

  SerializeMappingException(
      long offset, String path, String expected, String found, @Nullable Throwable cause) {
    this(offset, path, expected, found, "expected " + expected + ", found " + found, cause);
  }

  private SerializeMappingException(
      long offset,
      String path,
      String expected,
      String found,
      String reason,
      @Nullable Throwable cause) {
    super(reason + " at " + place(offset, path), offset, path, reason, cause);
    this.expected = expected;
    this.found = found;
  }

  private static String place(long offset, String path) {
    return offset < 0 ? path : "offset " + offset + " (" + path + ")";
  }

  /** What PHP value the Java type needs. */
  public String expected() {
    return expected;
  }

  /** What PHP value was found. */
  public String found() {
    return found;
  }
}
