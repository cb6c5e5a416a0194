package org.phpipc.serialize.token;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What PHP takes for the name of a class that it does not know. */
public final class ClassName {
  private static final byte NAMESPACE_SEPARATOR = '\\';

  private ClassName() {}

  /**
   * The name itself.
   *
   * @throws IllegalArgumentException if PHP would refuse to read it
   */
  public static String checked(String name) {
    byte[] bytes = name.getBytes(UTF_8);
    if (!isValid(bytes, 0, bytes.length)) {
      throw new IllegalArgumentException("not the name of a PHP class: " + name);
    }
    return name;
  }

  /** As in an object: not empty, and without a leading separator. */
  public static boolean isValid(byte[] bytes, int start, int length) {
    return length > 0 && bytes[start] != NAMESPACE_SEPARATOR && hasValidBytes(bytes, start, length);
  }

  /** As {@code zend_is_valid_class_name}, Zend/zend_execute_API.c. */
  public static boolean hasValidBytes(byte[] bytes, int start, int length) {
    for (int i = start; i < start + length; i++) {
      byte c = bytes[i];
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c < 0;
      if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != NAMESPACE_SEPARATOR) {
        return false;
      }
    }
    return true;
  }
}
