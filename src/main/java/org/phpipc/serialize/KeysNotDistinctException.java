package org.phpipc.serialize;

import java.util.Map;

/**
 * A map was begun as if all its keys were distinct in PHP, but some may be the same there, as 5 and
 * "5" are. {@link ValueWriter} writes the value again then, more carefully.
 */
final class KeysNotDistinctException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private KeysNotDistinctException() {
    super("keys that may be the same in PHP", null, false, false);
  }

  /** Whether different keys of a map stay different: those of one of these types do. */
  static boolean areDistinct(Map<?, ?> map) {
    for (Object key : map.keySet()) {
      if (!(key instanceof String)) {
        return keysAre(Long.class, map) || keysAre(Integer.class, map);
      }
    }
    return true;
  }

  private static boolean keysAre(Class<?> type, Map<?, ?> map) {
    for (Object key : map.keySet()) {
      if (!type.isInstance(key)) {
        return false;
      }
    }
    return true;
  }

  static void throwUnlessDistinct(Map<?, ?> map) {
    if (!areDistinct(map)) {
      throw new KeysNotDistinctException();
    }
  }
}
