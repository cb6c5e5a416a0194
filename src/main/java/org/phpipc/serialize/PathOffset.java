package org.phpipc.serialize;

import java.util.List;

/** Finds where in the bytes a path leads: only a failure asks, so nothing is noted before. */
final class PathOffset {

  private PathOffset() {}

  /**
   * The offset of the value that the keys lead to, or of the reference on the way to it.
   *
   * @param in at the start of a value that was read once without an error
   */
  static long find(PhpReader in, List<Object> keys) {
    long found = in.position();
    enter(in, !keys.isEmpty());
    while (in.depth() > 0) {
      if (!in.hasNext()) {
        in.endContainer();
        continue;
      }
      in.nextKey();
      // Of a repeated key the last one counts, so the search goes on.
      boolean here = in.key().toString().equals(keys.get(in.depth() - 1).toString());
      if (here) {
        found = in.position();
      }
      enter(in, here && in.depth() < keys.size());
    }
    return found;
  }

  private static void enter(PhpReader in, boolean wanted) {
    PhpToken token = in.peek();
    if (wanted && token == PhpToken.ARRAY) {
      in.beginArray();
    } else if (wanted && token == PhpToken.OBJECT) {
      in.beginObject();
    } else {
      in.skipValue();
    }
  }
}
