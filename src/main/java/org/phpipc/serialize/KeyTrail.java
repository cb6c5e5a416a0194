package org.phpipc.serialize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the current key of each open container starts, which is all that a path is made of. */
final class KeyTrail {

  private int[] starts = new int[4];

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
      keys.add(keyAt(starts[i], bytes, limit));
    }
    return Path.of(keys);
  }

  private static Object keyAt(int start, byte[] bytes, int limit) {
    PhpReader key = new PhpReader(bytes, start, limit - start, ReadLimits.standard());
    return key.peek() == PhpToken.INT ? (Object) key.nextLong() : key.nextTextOrBytes();
  }
}
