package org.phpipc.serialize;

import org.phpipc.serialize.token.ClassName;

/**
 * A case of a PHP enum. PHP has each case once, so equal cases are the same object for the writer.
 */
public final class PhpEnum implements PhpValue {
  private static final char SEPARATOR = ':';

  private final PhpString name;
  private final int separator;

  /**
   * The case of a class, both as they are declared.
   *
   * @throws IllegalArgumentException if PHP has no such class names
   */
  public PhpEnum(String className, String caseName) {
    this(PhpString.of(ClassName.checked(className) + SEPARATOR + caseName));
  }

  /** {@code Class:Case}; there must be a separator. */
  PhpEnum(PhpString name) {
    this.name = name;
    this.separator = separator(name.bytes(), 0, name.length());
  }

  /** The offset of the separator, or -1. */
  static int separator(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == SEPARATOR) {
        return i;
      }
    }
    return -1;
  }

  /** The name of the enum; bytes that are not UTF-8 become U+FFFD. */
  public String className() {
    return PhpString.of(name.bytes(), 0, separator).toString();
  }

  /** The name of the case; bytes that are not UTF-8 become U+FFFD. */
  public String caseName() {
    int start = separator + 1;
    return PhpString.of(name.bytes(), start, name.length() - start).toString();
  }

  PhpString name() {
    return name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PhpEnum that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** {@code Class::Case}, as in PHP. */
  @Override
  public String toString() {
    return className() + "::" + caseName();
  }
}
