package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;

/** A Java type as which values are read. */
abstract class TypeTarget {
  /**
   * The target that takes the value: the one of its registered class if this is a parent of that.
   */
  TypeTarget resolve(@Nullable Object plain) {
    return this;
  }

  /** Whether a {@link PhpReference} is taken as it is; otherwise it is read as its value. */
  boolean takesReferences() {
    return false;
  }

  /**
   * Makes a plain value what it should be, or gives a {@link Assembly} that does so step by step.
   *
   * @throws SerializeMappingException if it does not fit
   */
  abstract @Nullable Object accept(@Nullable Object plain, ValueMapper mapper);

  /** Whether values are dates or null. */
  boolean isDate() {
    return false;
  }

  /** Whether {@link PhpClass} may say that values, or the dates in them, are of a class. */
  boolean canBeOf(String className) {
    return false;
  }

  /** The value as it is to be written for that class. */
  @Nullable Object ofClass(String className, @Nullable Object value) {
    return value;
  }

  /** What PHP value is expected, for messages. */
  abstract String expected();

  /** A short word for a value, for messages: never its contents, which may be long or secret. */
  static String describe(@Nullable Object value) {
    if (value == null) {
      return "null";
    } else if (value instanceof Boolean) {
      return "bool";
    } else if (value instanceof Long number) {
      return "int " + number;
    } else if (value instanceof Double) {
      return "float";
    } else if (value instanceof String || value instanceof PhpString) {
      return "string";
    } else if (value instanceof PhpArray array) {
      return array.isList() ? "array" : "array with other keys";
    } else if (value instanceof PhpObject object) {
      return (object.isIncomplete() ? "object of the class that is not allowed " : "object ")
          + object.className();
    } else if (value instanceof PhpCustom custom) {
      return "bytes of " + custom.className();
    }
    return value instanceof PhpEnum enumCase ? "case " + enumCase : value.getClass().getName();
  }
}
