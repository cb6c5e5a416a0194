package org.phpipc.sysv;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/** The first bytes of a {@link VariableTable}: seven, and one that PHP neither writes nor reads. */
final class TableMagic {
  private static final byte[] MAGIC = "PHP_SM\0".getBytes(US_ASCII);
  private static final long WORD = word(MAGIC);
  private static final long MASK = word(new byte[] {-1, -1, -1, -1, -1, -1, -1});

  private TableMagic() {}

  /** Whether the bytes, of which there are at least eight in native order, begin with it. */
  static boolean isIn(ByteBuffer bytes) {
    return (bytes.getLong(0) & MASK) == WORD;
  }

  static void putInto(ByteBuffer bytes) {
    bytes.put(0, MAGIC);
  }

  /** It as text, in quotes. */
  static String text() {
    return text(MAGIC);
  }

  /** What stands in its place, as text in quotes; bytes that are none as {@code \x00}. */
  static String textIn(ByteBuffer bytes) {
    byte[] found = new byte[MAGIC.length];
    bytes.get(0, found);
    return text(found);
  }

  private static String text(byte[] bytes) {
    StringBuilder text = new StringBuilder("\"");
    for (byte b : bytes) {
      boolean printable = b >= ' ' && b < 0x7f && b != '"' && b != '\\';
      text.append(printable ? String.valueOf((char) b) : String.format(Locale.ROOT, "\\x%02x", b));
    }
    return text.append('"').toString();
  }

  /** Up to eight bytes as the number that has them in memory, with zeros behind. */
  private static long word(byte[] start) {
    return ByteBuffer.wrap(Arrays.copyOf(start, Long.BYTES))
        .order(ByteOrder.nativeOrder())
        .getLong();
  }
}
