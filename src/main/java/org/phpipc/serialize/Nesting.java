package org.phpipc.serialize;

import java.util.Arrays;
import org.phpipc.serialize.token.Tag;

/**
 * The arrays and objects that are open, and how many pairs are still to come in each: what reader
 * and writer hold their users to.
 */
final class Nesting {
  private int depth;

  /** Pairs still to come in the innermost container, and in those around it. */
  private int left;

  private int[] outerLeft = new int[4];
  private byte[] kinds = new byte[4];
  private boolean keyIsNext;

  /** How many containers are open. */
  int depth() {
    return depth;
  }

  /** Pairs still to come in the innermost container. */
  int left() {
    return left;
  }

  /**
   * Whether a key comes next, or the end of the container; outside and after a key a value does.
   */
  boolean keyIsNext() {
    return keyIsNext;
  }

  /** How many keys lead to the value that comes next or came last. */
  int shownKeys() {
    return keyIsNext ? depth - 1 : depth;
  }

  /** The tag of the innermost container; {@link Tag#NULL} outside. */
  byte kind() {
    return depth == 0 ? Tag.NULL : kinds[depth - 1];
  }

  /** Enters a container. */
  void open(byte kind, int count) {
    if (depth == kinds.length) {
      outerLeft = Arrays.copyOf(outerLeft, depth * 2);
      kinds = Arrays.copyOf(kinds, depth * 2);
    }
    outerLeft[depth] = left;
    kinds[depth] = kind;
    depth++;
    left = count;
    keyIsNext = true;
  }

  /** Whether a key can come. */
  boolean hasKey() {
    return keyIsNext && left > 0;
  }

  /** Notes that a key came, so that its value is next. */
  void keyCame() {
    left--;
    keyIsNext = false;
  }

  /** Notes that a value came. */
  void valueCame() {
    keyIsNext = depth > 0;
  }

  /** Takes back that a value came. */
  void valueFailed() {
    keyIsNext = false;
  }

  /** Whether all pairs of the innermost container came. */
  boolean canClose() {
    return keyIsNext && left == 0;
  }

  /** Leaves the innermost container, which is a value of the one around it. */
  void close() {
    depth--;
    left = outerLeft[depth];
    valueCame();
  }
}
