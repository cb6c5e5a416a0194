package org.phpipc.serialize;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The visibility of a property in PHP: on a component or field, or on a class for all properties
 * that the class declares.
 *
 * <p>It is written as part of the name. A property that is read may have any visibility, as in PHP.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface PhpVisibility {

  /** Any but {@link Visibility#RAW}. */
  Visibility value();

  /**
   * The PHP class that declares a private property, if it is not the {@link PhpClass} of the Java
   * class that declares it: a parent of the class that a record stands for.
   */
  String declaredBy() default "";
}
