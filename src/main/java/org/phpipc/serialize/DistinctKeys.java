package org.phpipc.serialize;

import java.util.Map;

/** Whether the keys of a Java map are distinct in PHP too, as 5 and "5" are not. */
final class DistinctKeys {
  private DistinctKeys() {}

  /** A map was begun as if its keys were distinct in PHP, but some may be the same there. */
  static final class NotDistinctException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NotDistinctException() {
      super("keys that may be the same in PHP", null, false, false);
    }
  }

  /** Whether all keys are of one type whose different values stay different in PHP. */
  static boolean areIn(Map<?, ?> map) {
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

  /**
   * Makes sure that the keys are distinct.
   *
   * @throws NotDistinctException if they may not be
   */
  static void require(Map<?, ?> map) {
    if (!areIn(map)) {
      throw new NotDistinctException();
    }
  }
}
