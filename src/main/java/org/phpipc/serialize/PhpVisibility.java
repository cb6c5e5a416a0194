package org.phpipc.serialize;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may see a property in PHP, on a component or field, or on a class for all that it declares.
 *
 * <p>It matters for what is written: PHP puts it into the name. What is read may have any
 * visibility, as in PHP.
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
