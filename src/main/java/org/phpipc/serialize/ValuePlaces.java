package org.phpipc.serialize;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where values stand, by their numbers: in which container and at which position.
 *
 * <p>Numbers and positions run on together through the elements of a container, so only the places
 * where they stop doing so are noted.
 */
final class ValuePlaces {
  private @Nullable OrderedMap[] owners = new OrderedMap[4];
  private int[] firstSlots = new int[4];

  /** Position minus number, the same in all of a run. */
  private int[] shifts = new int[4];

  private int last = -1;

  /** Notes the place of the next number. */
  @SuppressWarnings("ReferenceEquality") // containers are the same by identity, not by content
  void put(int slot, OrderedMap owner, int position) {
    if (last < 0 || owners[last] != owner || shifts[last] != position - slot) {
      startRun(slot, owner, position);
    }
  }

  private void startRun(int slot, OrderedMap owner, int position) {
    last++;
    if (last == owners.length) {
      owners = Arrays.copyOf(owners, last * 2);
      firstSlots = Arrays.copyOf(firstSlots, last * 2);
      shifts = Arrays.copyOf(shifts, last * 2);
    }
    owners[last] = owner;
    firstSlots[last] = slot;
    shifts[last] = position - slot;
  }

  /** Forgets all places, so that their containers can be collected. */
  void clear() {
    Arrays.fill(owners, 0, last + 1, null);
    last = -1;
  }

  /** How many runs fit before the arrays must grow. */
  int capacity() {
    return owners.length;
  }

  OrderedMap owner(int slot) {
    return Objects.requireNonNull(owners[run(slot)]);
  }

  int position(int slot) {
    return slot + shifts[run(slot)];
  }

  @Nullable Object valueAt(int slot) {
    return owner(slot).valueAt(position(slot));
  }

  private int run(int slot) {
    int found = Arrays.binarySearch(firstSlots, 0, last + 1, slot);
    return found >= 0 ? found : -found - 2;
  }
}
