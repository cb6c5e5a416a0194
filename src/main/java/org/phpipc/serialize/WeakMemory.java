package org.phpipc.serialize;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of objects, by identity, as long as somebody else holds them. The values must not
 * refer to the objects.
 */
final class WeakMemory<V> {

  private final Map<Object, V> values = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  void put(Object owner, V value) {
    for (Reference<?> key = gone.poll(); key != null; key = gone.poll()) {
      values.remove(key);
    }
    values.put(new Key(owner, gone), value);
  }

  @Nullable V get(Object owner) {
    return values.isEmpty() ? null : values.get(new Probe(owner));
  }

  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object owner, ReferenceQueue<Object> gone) {
      super(owner, gone);
      this.hash = System.identityHashCode(owner);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }
  }

  /** Finds a key without being one that the collector has to know. */
  private record Probe(Object owner) {
    @Override
    public int hashCode() {
      return System.identityHashCode(owner);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && key.refersTo(owner);
    }
  }
}
