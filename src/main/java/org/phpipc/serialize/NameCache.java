package org.phpipc.serialize;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys and class names that were read before, so that the same few names need not be decoded again.
 *
 * <p>One table of fixed size for all threads, without locks: its entries are immutable, and a
 * reader that sees an old one only decodes once more. Names from an enemy can do no worse than
 * that. A name gets in when it comes a second time.
 */
final class NameCache {

  private static final int LONGEST = 32;
  private static final int SIZE = 512;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private static final @Nullable Name[] NAMES = new Name[SIZE];
  private static final int[] SEEN_ONCE = new int[SIZE];

  @SuppressWarnings("ArrayRecordComponent") // nobody compares names
  private record Name(byte[] bytes, String text) {
    boolean is(byte[] other, int start, int length) {
      return Arrays.equals(bytes, 0, bytes.length, other, start, start + length);
    }
  }

  private NameCache() {}

  /** As {@link PhpString#textOrBytes(byte[], int, int)}. */
  static Object textOrBytes(byte[] bytes, int start, int length) {
    if (length == 0 || length > LONGEST) {
      return PhpString.textOrBytes(bytes, start, length);
    }
    int hash = hash(bytes, start, length);
    int slot = hash & (SIZE - 1);
    Name name = NAMES[slot];
    if (name != null && name.is(bytes, start, length)) {
      return name.text;
    }
    Object text = PhpString.textOrBytes(bytes, start, length);
    if (SEEN_ONCE[slot] != hash) {
      SEEN_ONCE[slot] = hash;
    } else if (text instanceof String valid) {
      NAMES[slot] = new Name(Arrays.copyOfRange(bytes, start, start + length), valid);
    }
    return text;
  }

  /** Of the length and some of the bytes, which is enough to choose a slot. */
  private static int hash(byte[] bytes, int start, int length) {
    int end = start + length;
    long hash = length;
    if (length >= Long.BYTES) {
      hash += EightBytes.at(bytes, start) * GOLDEN;
      hash ^= EightBytes.at(bytes, end - Long.BYTES);
    } else {
      for (int i = start; i < end; i++) {
        hash = (hash << Byte.SIZE) ^ bytes[i];
      }
    }
    return (int) ((hash * GOLDEN) >>> Integer.SIZE);
  }
}
