package org.phpipc.sysv;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link SharedVariables} as a map that keeps nothing itself. */
final class VariableMap<V> extends AbstractMap<Long, V> {
  private final SharedVariables variables;
  private final Function<byte[], V> decode;
  private final Function<V, byte[]> encode;

  VariableMap(SharedVariables variables, Function<byte[], V> decode, Function<V, byte[]> encode) {
    this.variables = variables;
    this.decode = decode;
    this.encode = encode;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    return key instanceof Long variable ? variables.get(variable).map(decode).orElse(null) : null;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof Long variable && variables.contains(variable);
  }

  @Override
  public @Nullable V put(Long key, V value) {
    V old = get(key);
    variables.put(key, encode.apply(value));
    return old;
  }

  @Override
  public @Nullable V remove(@Nullable Object key) {
    V old = get(key);
    if (key instanceof Long variable) {
      variables.delete(variable);
    }
    return old;
  }

  @Override
  public Set<Map.Entry<Long, V>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Map.Entry<Long, V>> {
    @Override
    public int size() {
      return variables.keys().size();
    }

    @Override
    public void clear() {
      variables.keys().forEach(variables::delete);
    }

    /** Over the variables that there are now; changes go to the segment. */
    @Override
    public Iterator<Map.Entry<Long, V>> iterator() {
      Iterator<Map.Entry<Long, byte[]>> now = variables.toMap().entrySet().iterator();
      return new Iterator<>() {
        private Map.@Nullable Entry<Long, V> last;

        @Override
        public boolean hasNext() {
          return now.hasNext();
        }

        @Override
        public Map.Entry<Long, V> next() {
          Map.Entry<Long, byte[]> bytes = now.next();
          Map.Entry<Long, V> next = new Entry(bytes.getKey(), decode.apply(bytes.getValue()));
          last = next;
          return next;
        }

        @Override
        public void remove() {
          Map.Entry<Long, V> unwanted = last;
          if (unwanted == null) {
            throw new IllegalStateException("remove: there was no next");
          }
          variables.delete(unwanted.getKey());
          last = null;
        }
      };
    }
  }

  private final class Entry extends SimpleEntry<Long, V> {
    private static final long serialVersionUID = 1L;

    Entry(Long key, V value) {
      super(key, value);
    }

    @Override
    public V setValue(V value) {
      variables.put(getKey(), encode.apply(value));
      return super.setValue(value);
    }
  }
}
