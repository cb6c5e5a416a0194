package org.phpipc.cli.text;

import java.util.HexFormat;
import java.util.Locale;

/** Bytes as {@code hexdump -C} shows them. */
public final class HexDump {
  private static final int BYTES_PER_LINE = 16;
  private static final HexFormat PAIRS = HexFormat.ofDelimiter(" ");

  private HexDump() {}

  public static String of(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int from = 0; from < bytes.length; from += BYTES_PER_LINE) {
      int to = Math.min(bytes.length, from + BYTES_PER_LINE);
      String hex = PAIRS.formatHex(bytes, from, to);
      text.append(
          String.format(Locale.ROOT, "%08x  %-47s  |%s|%n", from, hex, readable(bytes, from, to)));
    }
    return text.toString().stripTrailing();
  }

  private static String readable(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
    }
    return text.toString();
  }
}
