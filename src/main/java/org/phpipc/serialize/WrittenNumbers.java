package org.phpipc.serialize;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of what has an identity in PHP and was written: objects, by identity except for
 * enums, and references (php_add_var_hash in ext/standard/var.c).
 */
final class WrittenNumbers {
  private @Nullable Map<Object, Integer> numbers;

  /** How often each reference is met; counted when it first matters. */
  private @Nullable Map<PhpReference, Integer> places;

  void clear() {
    numbers = null;
    places = null;
  }

  @Nullable Integer of(Object identity) {
    return numbers == null ? null : numbers.get(identity);
  }

  void put(Object identity, int number) {
    if (numbers == null) {
      numbers = new HashMap<>();
    }
    numbers.put(identity, number);
  }

  /** Counts a place of a reference. */
  void countPlace(PhpReference reference) {
    if (places == null) {
      places = new HashMap<>();
    }
    places.merge(reference, 1, Integer::sum);
  }

  boolean hasPlaces() {
    return places != null;
  }

  /** Takes over what another one counted. */
  void takePlaces(WrittenNumbers other) {
    places = other.places == null ? Map.of() : other.places;
  }

  /** Whether a reference has several places. */
  boolean isShared(PhpReference reference) {
    return places != null && places.getOrDefault(reference, 0) > 1;
  }
}
