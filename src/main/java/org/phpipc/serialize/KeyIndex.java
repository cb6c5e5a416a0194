package org.phpipc.serialize;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a key among the keys of an {@link OrderedMap} that is too long to look through.
 *
 * <p>Open addressing over positions. Keys may come from an attacker who knows {@link
 * String#hashCode()}: when keys pile up, the table is built again with hashes that depend on a
 * random number.
 */
final class KeyIndex {

  private static final int LONGEST_PROBE = 48;

  /** Position + 1; 0 is free. Its length is a power of two and at least twice the size. */
  private int[] table = {};

  /** 0 as long as plain hash codes will do. */
  private long secret;

  KeyIndex(Object[] keys, int size) {
    rebuild(keys, size);
  }

  /** The position of a key, or -1. */
  int find(Object key, Object[] keys) {
    int mask = table.length - 1;
    for (int slot = hash(key) & mask; table[slot] != 0; slot = (slot + 1) & mask) {
      int position = table[slot] - 1;
      if (keys[position].equals(key)) {
        return position;
      }
    }
    return -1;
  }

  /** Notes that a new key stands at the last position of {@code size}. */
  void add(Object[] keys, int size) {
    if (size * 2L > table.length || insert(keys[size - 1], size) > LONGEST_PROBE) {
      rebuild(keys, size);
    }
  }

  private void rebuild(Object[] keys, int size) {
    if (size * 2L <= table.length && secret == 0) {
      secret = ThreadLocalRandom.current().nextLong() | 1;
    }
    table = new int[Math.max(32, Integer.highestOneBit(size) << 2)];
    int longest = 0;
    for (int i = 0; i < size; i++) {
      longest = Math.max(longest, insert(keys[i], i + 1));
      if (longest > LONGEST_PROBE && secret == 0) {
        secret = ThreadLocalRandom.current().nextLong() | 1;
        rebuild(keys, size);
        return;
      }
    }
  }

  private int insert(Object key, int entry) {
    int mask = table.length - 1;
    int slot = hash(key) & mask;
    int probe = 0;
    while (table[slot] != 0) {
      slot = (slot + 1) & mask;
      probe++;
    }
    table[slot] = entry;
    return secret == 0 ? probe : 0;
  }

  private int hash(Object key) {
    return secret == 0 ? mix(key.hashCode()) : mix(secretHash(key));
  }

  private long secretHash(Object key) {
    long hash = secret;
    if (key instanceof String text) {
      for (int i = 0; i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * secret;
        hash ^= hash >>> 29;
      }
    } else if (key instanceof PhpString bytes) {
      for (byte b : bytes.bytes()) {
        hash = (hash ^ b) * secret;
        hash ^= hash >>> 29;
      }
    } else {
      hash = ((Long) key ^ hash) * secret;
      hash = (hash ^ (hash >>> 29)) * secret;
    }
    return hash;
  }

  /** Multiplies by 2^64 / golden ratio and takes the high bits, which depend on all others. */
  private static int mix(long hash) {
    return (int) ((hash * 0x9E3779B97F4A7C15L) >>> 32);
  }
}
