package org.phpipc.serialize;

/** Which classes may see a property in PHP. In the bytes this is part of the name. */
public enum Visibility {
  /** {@code name}. */
  PUBLIC,
  /** {@code NUL * NUL name}. */
  PROTECTED,
  /** {@code NUL class NUL name}, of the class that declares the property. */
  PRIVATE,
  /** Starts with a NUL that has no pair, or nothing before it. PHP keeps such a name as it is. */
  RAW
}
