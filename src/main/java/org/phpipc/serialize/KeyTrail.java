package org.phpipc.serialize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys that lead to where a reader stands. Of each open container the start of its current key
 * is noted; the key itself only if its bytes are about to go.
 */
final class KeyTrail {

  private static final int GONE = -1;
  private static final int LONGEST_KEPT = 256;

  private int[] starts = new int[4];

  /** Made for the first key whose bytes go. */
  private Object[] kept = {};

  /** Notes that the current key of the container at this depth, from 1, starts here. */
  void mark(int depth, int start) {
    if (depth > starts.length) {
      starts = Arrays.copyOf(starts, depth * 2);
    }
    starts[depth - 1] = start;
  }

  /** The way through the outermost {@code depth} containers, as in {@code $.jobs[3].owner}. */
  String path(int depth, byte[] bytes, int limit) {
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      keys.add(starts[i] == GONE ? kept[i] : keyAt(starts[i], bytes, limit));
    }
    return Path.of(keys);
  }

  /** Keeps the outermost {@code depth} keys, because their bytes go; of long ones the beginning. */
  void keep(int depth, byte[] bytes, int limit) {
    if (kept.length < depth) {
      kept = Arrays.copyOf(kept, starts.length);
    }
    for (int i = 0; i < depth; i++) {
      if (starts[i] != GONE) {
        kept[i] = shortened(keyAt(starts[i], bytes, limit));
        starts[i] = GONE;
      }
    }
  }

  private static Object shortened(Object key) {
    if (key instanceof PhpString name && name.length() > LONGEST_KEPT) {
      return PhpString.of(name.bytes(), 0, LONGEST_KEPT);
    }
    return key instanceof String text && text.length() > LONGEST_KEPT
        ? text.substring(0, LONGEST_KEPT)
        : key;
  }

  private static Object keyAt(int start, byte[] bytes, int limit) {
    PhpReader key = new PhpReader(bytes, start, limit - start, ReadLimits.standard());
    return key.peek() == PhpToken.INT ? (Object) key.nextLong() : key.nextTextOrBytes();
  }
}
