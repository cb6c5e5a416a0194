package org.phpipc.serialize.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.phpipc.serialize.number.EightBytes;

/** Small ints as tokens, {@code i:5;}, which are put at once. */
final class SmallInt {
  /** The first int that this is not for. */
  static final int END = 1000;

  private static final long[] TOKENS = new long[END];

  static {
    for (int i = 0; i < END; i++) {
      TOKENS[i] = EightBytes.at(("i:" + i + ";\0\0\0\0").getBytes(US_ASCII), 0);
    }
  }

  private SmallInt() {}

  /** Puts the int, and some zeros behind it, and gives the index after the int. */
  static int put(int number, byte[] to, int start) {
    EightBytes.put(TOKENS[number], to, start);
    return start + (number < 10 ? 4 : number < 100 ? 5 : 6);
  }
}
