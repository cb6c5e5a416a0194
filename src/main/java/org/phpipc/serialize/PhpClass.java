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
 * <p>On a field or component it says what is written for it:
 *
 * <ul>
 *   <li>the class of a {@code java.time} date, or of the dates in an {@code Optional}, a collection
 *       or a map: {@code @PhpClass("Carbon\\Carbon") Optional<ZonedDateTime> paid};
 *   <li>the container for a collection, a Java array or a map: {@code ArrayObject}, {@code
 *       ArrayIterator}, {@code RecursiveArrayIterator}, {@code SplObjectStorage}, {@code stdClass},
 *       and for all but maps {@code SplFixedArray}, {@code SplDoublyLinkedList}, {@code SplQueue},
 *       {@code SplStack}: {@code @PhpClass("SplObjectStorage") Map<Item, String> notes}. Their
 *       forms are those of {@code __serialize()} in ext/spl of PHP 8.2.
 * </ul>
 *
 * <p>Without it, what was read keeps its class as {@link PhpSerializer} describes, and what Java
 * made is written as {@code DateTimeImmutable} or as an array. A class that fits nothing in the
 * component is refused when the Java class is registered.
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
