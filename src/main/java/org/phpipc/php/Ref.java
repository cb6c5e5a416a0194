package org.phpipc.php;

import org.jspecify.annotations.Nullable;

/** Stands where PHP takes a variable by reference: the function sets {@link #value}. */
public final class Ref<T> {
  /** The variable; null is PHP's null. */
  public @Nullable T value;

  /** A variable that holds null. */
  public Ref() {}

  /** A variable that holds {@code value}. */
  public Ref(@Nullable T value) {
    this.value = value;
  }

  @Override
  public String toString() {
    return "Ref[" + value + "]";
  }
}
