package org.phpipc.serialize.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.number.CanonicalInt;
import org.phpipc.serialize.number.EightBytes;

/**
 * A key or a name of a property that was read or written before. It need not be decoded or encoded
 * again, and if it follows the same key as last time, one comparison finds it.
 *
 * <p>There is one table of fixed size for all threads, without locks: what is found in it is
 * checked, and a thread that sees an old entry only decodes once more. Names from an enemy can do
 * no worse than that. A name gets in when it comes a second time. What is written has a table of
 * its own, by the hash that the text keeps anyway.
 */
public final class KnownName {
  /** What every reader starts with; the name that came first last time follows. */
  static final KnownName START = new KnownName("");

  /** What every writer starts with. */
  static final KnownName WRITER_START = new KnownName("");

  private static final int LONGEST = 32;

  /** The number of bytes that {@link #put} needs: those longs hold the longest key as written. */
  static final int ROOM = 5 * Long.BYTES;

  private static final int SIZE = 512;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private static final @Nullable KnownName[] TABLE = new KnownName[SIZE];
  private static final int[] SEEN_ONCE = new int[SIZE];

  private static final @Nullable KnownName[] WRITTEN = new KnownName[SIZE];
  private static final int[] WRITTEN_ONCE = new int[SIZE];

  public final String text;

  /** The text, or one that is equal to it: that which was written last. */
  private String written;

  /** As it is written, {@code s:1:"a";}, which is eight bytes or more if not empty, and zeros. */
  private final byte[] token;

  private final int tokenLength;

  /** The token's first, second and last eight bytes, kept in fields to spare the array access. */
  private final long first;

  private final long second;
  private final long last;

  private @Nullable KnownName next;

  private KnownName(String text) {
    this.text = text;
    this.written = text;
    byte[] written = ("s:" + text.length() + ":\"" + text + "\";").getBytes(US_ASCII);
    this.token = Arrays.copyOf(written, ROOM);
    this.tokenLength = written.length;
    this.first = EightBytes.at(token, 0);
    this.second = EightBytes.at(token, Long.BYTES);
    this.last = EightBytes.at(token, Math.max(0, tokenLength - Long.BYTES));
  }

  /** The bytes of the text. */
  int length() {
    return text.length();
  }

  /** The bytes of the whole key. */
  int tokenLength() {
    return tokenLength;
  }

  /** The name that came after this one last, if it stands here too. */
  @Nullable KnownName nextAt(byte[] bytes, int position, int limit) {
    KnownName guess = next;
    return guess != null && guess.isAt(bytes, position, limit) ? guess : null;
  }

  private boolean isAt(byte[] bytes, int position, int limit) {
    int length = tokenLength;
    return limit - position >= length
        && first == EightBytes.at(bytes, position)
        && last == EightBytes.at(bytes, position + length - Long.BYTES)
        && (length <= 2 * Long.BYTES || isBetween(bytes, position));
  }

  /** Compares the bytes between the first and the last eight. */
  private boolean isBetween(byte[] bytes, int position) {
    for (int i = Long.BYTES; i < tokenLength - Long.BYTES; i += Long.BYTES) {
      if (EightBytes.at(token, i) != EightBytes.at(bytes, position + i)) {
        return false;
      }
    }
    return true;
  }

  /** The name that came after this one last, if it has this text. */
  @Nullable KnownName nextWith(String key) {
    KnownName guess = next;
    return guess != null && guess.is(key) ? guess : null;
  }

  @SuppressWarnings("ReferenceEquality") // spares the comparison where the same text comes again
  private boolean is(String key) {
    if (key == written) {
      return true;
    }
    if (!text.equals(key)) {
      return false;
    }
    written = key;
    return true;
  }

  /** Puts the whole key, and perhaps some zeros behind it, and gives the index after the key. */
  int put(byte[] to, int start) {
    EightBytes.put(first, to, start);
    EightBytes.put(second, to, start + Long.BYTES);
    if (tokenLength > 2 * Long.BYTES) {
      putRest(to, start);
    }
    return start + tokenLength;
  }

  private void putRest(byte[] to, int start) {
    EightBytes.put(EightBytes.at(token, 16), to, start + 16);
    EightBytes.put(EightBytes.at(token, 24), to, start + 24);
    if (tokenLength > 32) {
      EightBytes.put(EightBytes.at(token, 32), to, start + 32);
    }
  }

  /** Notes which name came after this one. */
  @SuppressWarnings("ReferenceEquality") // another one with the same text does as well
  void isFollowedBy(KnownName name) {
    if (next != name) {
      next = name;
    }
  }

  /** The known name with this text, or null. */
  public static @Nullable KnownName of(byte[] bytes, int start, int length) {
    if (length == 0 || length > LONGEST || !EightBytes.isAscii(bytes, start, length)) {
      return null;
    }
    int hash = hash(bytes, start, length);
    int slot = hash & (SIZE - 1);
    KnownName known = TABLE[slot];
    if (known != null && known.hasText(bytes, start, length)) {
      return known;
    }
    if (SEEN_ONCE[slot] != hash) {
      SEEN_ONCE[slot] = hash;
      return null;
    }
    known = new KnownName(new String(bytes, start, length, US_ASCII));
    TABLE[slot] = known;
    return known;
  }

  /** The known name with a text that is to be written, or null. */
  static @Nullable KnownName of(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> Short.SIZE)) & (SIZE - 1);
    KnownName known = WRITTEN[slot];
    if (known != null && known.text.equals(text)) {
      return known;
    }
    if (WRITTEN_ONCE[slot] != hash) {
      WRITTEN_ONCE[slot] = hash;
      return null;
    }
    // A decimal text is an int where it is a key of an array, and a text only elsewhere.
    if (!text.chars().allMatch(c -> c < 0x80) || CanonicalInt.of(text) != null) {
      return null;
    }
    known = new KnownName(text);
    WRITTEN[slot] = known;
    return known;
  }

  private boolean hasText(byte[] bytes, int start, int length) {
    if (length != text.length()) {
      return false;
    }
    int head = tokenLength - length - 2;
    return Arrays.equals(token, head, head + length, bytes, start, start + length);
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
