package org.phpipc.serialize;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The PHP class that a record, a class or an enum stands for.
 *
 * <pre>{@code
 * @PhpClass("App\\Job")
 * record Job(long id, String name, List<Item> items) {}
 * }</pre>
 *
 * <p>The properties are the components of a record, or the fields of a class and its parents that
 * are neither static nor transient, the parent's first; a class needs a constructor without
 * parameters. They are public in PHP unless {@link PhpVisibility} says otherwise.
 *
 * <p>Nothing is made by a class name in the data unless the annotated class was {@linkplain
 * PhpSerializer.Builder#register registered}.
 *
 * <p>On a field or component of a {@code java.time} type it says which class to write; without it
 * that is {@code DateTimeImmutable}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface PhpClass {

  /** The name of the class in PHP, without a leading backslash. */
  String value();

  /**
   * True if the class has {@code __serialize()}: the names are then the keys of the array that it
   * gives, whatever the visibility of its properties, and decimal names are ints.
   */
  boolean arrayForm() default false;
}
