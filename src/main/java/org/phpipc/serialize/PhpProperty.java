package org.phpipc.serialize;

import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A property of a mapped class that PHP may have left out. A component or field of this type
 * distinguishes an absent property from one that is null, when reading and when writing.
 *
 * <pre>{@code
 * @PhpClass("App\\Job")
 * record Job(long id, PhpProperty<String> lateName, PhpProperty<Long> tries) {}
 *
 * new Job(5, PhpProperty.absent(), PhpProperty.of(null)); // O:7:"App\Job":2:{s:2:"id";i:5;s:5:"tries";N;}
 * }</pre>
 *
 * <p>PHP leaves out a typed property that was not initialized, and what {@code __sleep()} or {@code
 * __serialize()} does not give. Such a property has its default when PHP reads the object, and null
 * in its place is a {@code TypeError} unless its type allows null.
 *
 * <p>The type stands only around the whole type of a component or field of a registered class.
 *
 * @param <T> the type of the value
 */
public final class PhpProperty<T extends @Nullable Object> {

  private static final PhpProperty<?> ABSENT = new PhpProperty<>(false, null);

  private final boolean present;
  private final @Nullable T value;

  private PhpProperty(boolean present, @Nullable T value) {
    this.present = present;
    this.value = value;
  }

  /** A property that is left out. */
  @SuppressWarnings("unchecked") // it has no value of any type
  public static <T extends @Nullable Object> PhpProperty<T> absent() {
    return (PhpProperty<T>) ABSENT;
  }

  /** A property with a value; null is PHP's null. */
  public static <T extends @Nullable Object> PhpProperty<T> of(@Nullable T value) {
    return new PhpProperty<>(true, value);
  }

  /** True if the property is left out. */
  public boolean isAbsent() {
    return !present;
  }

  /**
   * The value, null for PHP's null.
   *
   * @throws NoSuchElementException if the property is absent
   */
  public @Nullable T get() {
    if (!present) {
      throw new NoSuchElementException("an absent property");
    }
    return value;
  }

  /** The value, null for PHP's null; {@code other} if the property is absent. */
  public @Nullable T orElse(@Nullable T other) {
    return present ? value : other;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PhpProperty<?> property
        && present == property.present
        && Objects.equals(value, property.value);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(value) + (present ? 1 : 0);
  }

  /** The value, or {@code absent}. */
  @Override
  public String toString() {
    return present ? String.valueOf(value) : "absent";
  }
}
