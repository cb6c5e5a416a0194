package org.phpipc.serialize;

import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.token.ClassName;

/** A Java type that was registered for a PHP class. */
abstract class MappedType extends TypeTarget {
  private final Class<?> javaType;
  private final String phpName;

  /**
   * @throws IllegalArgumentException if the type has no annotation, or one with a wrong name
   */
  MappedType(Class<?> javaType) {
    this.javaType = javaType;
    this.phpName = phpName(javaType);
  }

  private static String phpName(Class<?> type) {
    PhpClass annotation = type.getAnnotation(PhpClass.class);
    if (annotation == null) {
      throw new IllegalArgumentException(type.getName() + " has no @PhpClass");
    }
    return ClassName.checked(annotation.value());
  }

  final Class<?> javaType() {
    return javaType;
  }

  final String phpName() {
    return phpName;
  }

  @Override
  String expected() {
    return phpName;
  }

  /** Whether this is what a PHP value of that class is read as. */
  abstract boolean isFor(@Nullable Object plain);

  /**
   * The PHP value of an instance; what is inside it is as it is in Java.
   *
   * @throws IllegalStateException if its fields cannot be read
   */
  abstract PhpValue toPhp(Object instance);
}
