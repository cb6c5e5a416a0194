package org.phpipc.sysv;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link SharedVariables} as a map that keeps nothing itself. */
final class VariableMap extends AbstractMap<Long, byte[]> {
  private final SharedVariables variables;

  VariableMap(SharedVariables variables) {
    this.variables = variables;
  }

  @Override
  public byte @Nullable [] get(@Nullable Object key) {
    return key instanceof Long variable ? variables.get(variable).orElse(null) : null;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof Long variable && variables.contains(variable);
  }

  @Override
  public byte @Nullable [] put(Long key, byte[] value) {
    byte[] old = get(key);
    variables.put(key, value);
    return old;
  }

  @Override
  public byte @Nullable [] remove(@Nullable Object key) {
    byte[] old = get(key);
    if (key instanceof Long variable) {
      variables.delete(variable);
    }
    return old;
  }

  @Override
  public Set<Map.Entry<Long, byte[]>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Map.Entry<Long, byte[]>> {
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
    public Iterator<Map.Entry<Long, byte[]>> iterator() {
      Iterator<Map.Entry<Long, byte[]>> now = variables.toMap().entrySet().iterator();
      return new Iterator<>() {
        private Map.@Nullable Entry<Long, byte[]> last;

        @Override
        public boolean hasNext() {
          return now.hasNext();
        }

        @Override
        public Map.Entry<Long, byte[]> next() {
          Map.Entry<Long, byte[]> next = new Entry(now.next());
          last = next;
          return next;
        }

        @Override
        public void remove() {
          Map.Entry<Long, byte[]> unwanted = last;
          if (unwanted == null) {
            throw new IllegalStateException("remove: there was no next");
          }
          variables.delete(unwanted.getKey());
          last = null;
        }
      };
    }
  }

  private final class Entry extends SimpleEntry<Long, byte[]> {
    private static final long serialVersionUID = 1L;

    Entry(Map.Entry<Long, byte[]> entry) {
      super(entry);
    }

    @Override
    public byte[] setValue(byte[] value) {
      variables.put(getKey(), value);
      return super.setValue(value);
    }
  }
}
