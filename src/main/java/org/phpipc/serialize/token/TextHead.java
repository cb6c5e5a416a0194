package org.phpipc.serialize.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.phpipc.serialize.number.EightBytes;

/** The heads of short texts, {@code s:13:"}, which are put at once. */
final class TextHead {
  /** The length of the longest text that this is for: two digits. */
  static final int LONGEST_TEXT = 99;

  /** Enough for the head of the longest text, the text, a quote and what follows that. */
  static final int ROOM_FOR_ALL = Long.BYTES + LONGEST_TEXT + 2;

  /** By the text's length, as eight bytes whose first is left to the tag. */
  private static final long[] HEADS = new long[LONGEST_TEXT + 1];

  static {
    for (int i = 0; i < HEADS.length; i++) {
      HEADS[i] = EightBytes.at(("\0:" + i + ":\"\0\0\0").getBytes(US_ASCII), 0);
    }
  }

  private TextHead() {}

  /** Puts the head, and some zeros behind it, and gives the index after the head. */
  static int put(byte tag, int length, byte[] to, int start) {
    EightBytes.put(HEADS[length] | tag, to, start);
    return start + (length < 10 ? 5 : 6);
  }
}
