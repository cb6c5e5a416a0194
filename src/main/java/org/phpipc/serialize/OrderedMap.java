package org.phpipc.serialize;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values in the order of insertion, in two arrays; a place is an index into them.
 *
 * <p>While the keys are 0, 1, 2 … there is no array of keys. A few keys are looked through, more
 * get a {@link KeyIndex} when one is first looked for. Removing is linear.
 */
abstract sealed class OrderedMap extends AbstractMap<Object, @Nullable Object>
    permits PhpArray, PhpObject.Properties {

  private static final int LONGEST_SCAN = 16;
  private static final @Nullable Object[] NOTHING = {};

  /** Null while the key at each position is the position. */
  private Object @Nullable [] keys;

  private @Nullable Object[] values;
  private int size;
  private @Nullable KeyIndex index;

  /** A bit for the hash of each key, so that most new keys are known to be new. */
  private long seen;

  /** Whether there may be names that PHP would make ints of, had they come as keys of an array. */
  private boolean decimalNames;

  OrderedMap(int capacity, boolean numbered) {
    values = capacity == 0 ? NOTHING : new Object[capacity];
    keys = numbered ? null : new Object[capacity];
  }

  /**
   * The key as it is stored.
   *
   * @throws IllegalArgumentException if this cannot be a key
   */
  abstract Object normalize(@Nullable Object key);

  /** The position of a stored key, or -1. */
  int find(Object key) {
    Object[] all = keys;
    if (all == null) {
      return key instanceof Long n && n >= 0 && n < size ? n.intValue() : -1;
    }
    if (size > LONGEST_SCAN) {
      if (index == null) {
        index = new KeyIndex(all, size);
      }
      return index.find(key, all);
    }
    return (seen & bit(key)) == 0 ? -1 : scan(key, all);
  }

  private int scan(Object key, Object[] all) {
    for (int i = 0; i < size; i++) {
      if (all[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private static long bit(Object key) {
    return 1L << key.hashCode();
  }

  /** The position of a stored key, which is added with a null value if it is not there. */
  final int place(Object key) {
    int position = find(key);
    return position >= 0 ? position : append(key);
  }

  /** The position of an int key, which is added with a null value if it is not there. */
  int place(long key) {
    if (keys == null && key >= 0 && key < size) {
      return (int) key;
    }
    if (keys == null && key == size) {
      return append(null, key);
    }
    return place((Object) key);
  }

  /** The position of a string that stays one, whatever PHP makes of such keys in arrays. */
  final int placeName(Object name) {
    decimalNames |= PhpKey.normalize(name) instanceof Long;
    return place(name);
  }

  private int append(Object key) {
    return key instanceof Long n ? append(key, n) : append(key, -1);
  }

  /** A null key is the number, which is then the size; it is not boxed unless it must be. */
  private int append(@Nullable Object key, long number) {
    int position = size;
    if (position == values.length) {
      grow(Math.max(4, position + (position >> 1) + 1));
    }
    if (keys == null && !(number == position && (key == null || key instanceof Long))) {
      number();
    }
    if (keys != null) {
      Object stored = key == null ? Long.valueOf(number) : key;
      keys[position] = stored;
      seen |= bit(stored);
      size++;
      if (index != null) {
        index.add(keys, size);
      }
    } else {
      size++;
    }
    appended(key, number);
    return position;
  }

  /** Called after a key was added: a null key or a Long is the int {@code number}. */
  void appended(@Nullable Object key, long number) {}

  private void grow(int capacity) {
    values = Arrays.copyOf(values, capacity);
    if (keys != null) {
      keys = Arrays.copyOf(keys, capacity);
    }
  }

  /** Gives every position its key. */
  private void number() {
    Object[] numbers = new Object[values.length];
    for (int i = 0; i < size; i++) {
      numbers[i] = (long) i;
      seen |= bit(numbers[i]);
    }
    keys = numbers;
  }

  final boolean isNumbered() {
    return keys == null;
  }

  final Object keyAt(int position) {
    return keys == null ? Long.valueOf(position) : keys[position];
  }

  final @Nullable Object valueAt(int position) {
    return values[position];
  }

  final void setAt(int position, @Nullable Object value) {
    values[position] = value;
  }

  private void removeAt(int position) {
    if (keys == null && position < size - 1) {
      number();
    }
    size--;
    System.arraycopy(values, position + 1, values, position, size - position);
    values[size] = null;
    if (keys != null) {
      System.arraycopy(keys, position + 1, keys, position, size - position);
      index = null;
    }
  }

  @Override
  public final int size() {
    return size;
  }

  /** The value of a key, or null; a key is normalised as on {@link #put}. */
  @Override
  public final @Nullable Object get(@Nullable Object key) {
    int position = findAny(key);
    return position < 0 ? null : values[position];
  }

  @Override
  public final boolean containsKey(@Nullable Object key) {
    return findAny(key) >= 0;
  }

  /** A key that cannot be one is not there. */
  private int findAny(@Nullable Object key) {
    try {
      return findNormal(normalize(key));
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  private int findNormal(Object key) {
    int position = find(key);
    return position < 0 && decimalNames && key instanceof Long ? find(key.toString()) : position;
  }

  /**
   * Sets the value of a key; a key that is there keeps its position.
   *
   * @throws IllegalArgumentException if the key is neither an integer nor a string
   */
  @Override
  public final @Nullable Object put(@Nullable Object key, @Nullable Object value) {
    Object normal = normalize(key);
    int position = decimalNames ? findNormal(normal) : -1;
    if (position < 0) {
      position = place(normal);
    }
    Object before = values[position];
    values[position] = value;
    return before;
  }

  /** Removes a key, in linear time. */
  @Override
  public final @Nullable Object remove(@Nullable Object key) {
    int position = findAny(key);
    if (position < 0) {
      return null;
    }
    Object before = values[position];
    removeAt(position);
    return before;
  }

  @Override
  public final void clear() {
    Arrays.fill(values, 0, size, null);
    if (keys != null) {
      Arrays.fill(keys, 0, size, null);
    }
    size = 0;
    index = null;
    seen = 0;
  }

  @Override
  public final Set<Map.Entry<Object, @Nullable Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Iterator<Map.Entry<Object, @Nullable Object>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<Object, @Nullable Object>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < size;
    }

    @Override
    public Map.Entry<Object, @Nullable Object> next() {
      if (next >= size) {
        throw new NoSuchElementException();
      }
      return new Entry(keyAt(next), values[next++]);
    }

    @Override
    public void remove() {
      removeAt(--next);
    }
  }

  private final class Entry extends SimpleEntry<Object, @Nullable Object> {
    Entry(Object key, @Nullable Object value) {
      super(key, value);
    }

    @Override
    public @Nullable Object setValue(@Nullable Object value) {
      put(getKey(), value);
      return super.setValue(value);
    }
  }

  /** One level deep: arrays inside show their size only. */
  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < size; i++) {
      Object value = values[i];
      text.append(i == 0 ? "" : ", ").append(keyAt(i)).append('=');
      if (value instanceof OrderedMap map) {
        text.append("array(").append(map.size).append(')');
      } else {
        text.append(value);
      }
    }
    return text.append('}').toString();
  }
}
