package org.phpipc.serialize;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A PHP array: an ordered map whose keys are ints and strings.
 *
 * <p>Keys are normalised as PHP does on every access: {@code "5"} is the key 5, {@code "05"} stays
 * a string. The keys that come out are {@link Long}, {@link String}, and {@link PhpString} where
 * the bytes are not UTF-8. Values may be null; a value that PHP bound by {@code &} is a {@link
 * PhpReference}.
 *
 * <p>Equality is that of {@link Map}. Like {@code hashCode} it walks into the values, so neither is
 * for arrays that are nested by thousands. Not safe for use by several threads while one writes.
 */
public final class PhpArray extends OrderedMap implements PhpValue {

  private long nextIndex;

  /** Whether the key {@link Long#MAX_VALUE} was used, so that no index is left. */
  private boolean full;

  public PhpArray() {
    this(0);
  }

  /** An empty array with room for some elements. */
  public PhpArray(int capacity) {
    super(capacity, true);
  }

  /** The array of these values with the keys 0, 1, 2 … */
  public static PhpArray ofValues(@Nullable Object... values) {
    PhpArray array = new PhpArray(values.length);
    for (Object value : values) {
      array.add(value);
    }
    return array;
  }

  /**
   * A copy of a map, with the keys as PHP would have them: of keys that become the same, the last
   * value counts.
   *
   * @throws IllegalArgumentException if a key is neither an integer nor a string
   */
  public static PhpArray copyOf(Map<?, ?> map) {
    PhpArray array = new PhpArray(map.size());
    map.forEach(array::put);
    return array;
  }

  /**
   * Adds a value at {@link #nextIndex()}, as PHP's {@code $array[] = $value}.
   *
   * @throws IllegalStateException if the largest int is a key already
   */
  public void add(@Nullable Object value) {
    setAt(place(nextIndex()), value);
  }

  /**
   * The key that {@link #add} will use: one more than the largest int key there ever was, at least
   * 0.
   *
   * @throws IllegalStateException if the largest int is a key already
   */
  public long nextIndex() {
    if (full) {
      throw new IllegalStateException("the largest int is a key already, so there is no next one");
    }
    return nextIndex;
  }

  /** True if the keys are 0, 1, 2 … in this order, as PHP's {@code array_is_list()}. */
  public boolean isList() {
    if (!isNumbered()) {
      for (int i = 0; i < size(); i++) {
        if (!(keyAt(i) instanceof Long key) || key != i) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The values as a list that shows this array and cannot be changed.
   *
   * @throws IllegalStateException if this is not a list
   */
  public List<@Nullable Object> asList() {
    if (!isList()) {
      throw new IllegalStateException("not a list: its keys are not 0, 1, 2 …");
    }
    return new Values();
  }

  @Override
  Object normalize(@Nullable Object key) {
    return PhpKey.normalize(key);
  }

  @Override
  void appended(@Nullable Object key, long number) {
    if ((key == null || key instanceof Long) && number >= nextIndex) {
      full = number == Long.MAX_VALUE;
      nextIndex = full ? number : number + 1;
    }
  }

  private final class Values extends AbstractList<@Nullable Object> implements RandomAccess {
    @Override
    public @Nullable Object get(int position) {
      if (position < 0 || position >= PhpArray.this.size()) {
        throw new IndexOutOfBoundsException(position);
      }
      return valueAt(position);
    }

    @Override
    public int size() {
      return PhpArray.this.size();
    }
  }
}
