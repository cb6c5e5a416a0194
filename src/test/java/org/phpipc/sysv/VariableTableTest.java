package org.phpipc.sysv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dumps are what PHP 8.2 left in a segment of 256 bytes. */
class VariableTableTest {
  private static final int SIZE = 256;
  private static final long[] HOSTILE = {
    Long.MIN_VALUE, -1, 0, 1, 7, 31, 33, 41, 1 << 20, 1L << 31, 1L << 32, 1L << 62, Long.MAX_VALUE
  };

  private ByteBuffer bytes;
  private VariableTable table;

  @BeforeEach
  void makeTable() {
    bytes = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
    table = new VariableTable(bytes, "the segment");
    table.initialise(SIZE);
  }

  private void putThree() {
    assertThat(table.put(1, utf8("i:42;"))).isTrue();
    assertThat(table.put(2, utf8("s:5:\"hello\";"))).isTrue();
    assertThat(table.put(3, utf8("a:2:{i:0;i:1;i:1;b:1;}"))).isTrue();
  }

  @Nested
  class Layout {
    @Test
    void emptyTableIsAHeader() {
      assertThat(dump(0, 40))
          .isEqualTo(
              "5048505f534d0000 2800000000000000 2800000000000000 d800000000000000 0001000000000000");
      assertThat(table.free()).isEqualTo(216);
      assertThat(table.chunks()).isEmpty();
    }

    @Test
    void threeVariablesAreAsPhpWritesThem() {
      putThree();
      assertThat(dump(16, 184))
          .isEqualTo(
              "b800000000000000 4800000000000000 0001000000000000 0100000000000000"
                  + " 0500000000000000 2800000000000000 693a34323b000000 0000000000000000"
                  + " 0200000000000000 0c00000000000000 3000000000000000 733a353a2268656c"
                  + " 6c6f223b00000000 0000000000000000 0300000000000000 1600000000000000"
                  + " 3800000000000000 613a323a7b693a30 3b693a313b693a31 3b623a313b7d0000"
                  + " 0000000000000000");
    }

    @Test
    void removalMovesTheRestAndLeavesWhatIsBehind() {
      putThree();
      assertThat(table.remove(2)).isTrue();
      assertThat(dump(16, 184))
          .isEqualTo(
              "8800000000000000 7800000000000000 0001000000000000 0100000000000000"
                  + " 0500000000000000 2800000000000000 693a34323b000000 0000000000000000"
                  + " 0300000000000000 1600000000000000 3800000000000000 613a323a7b693a30"
                  + " 3b693a313b693a31 3b623a313b7d0000 0000000000000000 1600000000000000"
                  + " 3800000000000000 613a323a7b693a30 3b693a313b693a31 3b623a313b7d0000"
                  + " 0000000000000000");
    }

    @Test
    void overwrittenVariableBecomesTheNewest() {
      putThree();
      table.remove(2);
      table.put(1, utf8("s:1:\"x\";"));
      assertThat(dump(16, 136))
          .isEqualTo(
              "8800000000000000 7800000000000000 0001000000000000 0300000000000000"
                  + " 1600000000000000 3800000000000000 613a323a7b693a30 3b693a313b693a31"
                  + " 3b623a313b7d0000 0000000000000000 0100000000000000 0800000000000000"
                  + " 2800000000000000 733a313a2278223b 0000000000000000");
      assertThat(table.chunks().stream().map(VariableTable.Chunk::key)).containsExactly(3L, 1L);
    }

    @ParameterizedTest
    @CsvSource({"0,32", "1,40", "8,40", "9,48", "16,48", "17,56", "24,56", "25,64", "40,72"})
    void chunkHasTheSizeThatPhpGivesIt(long length, long size) {
      assertThat(VariableTable.chunkBytes(length)).isEqualTo(size);
    }

    @Test
    void byteBehindTheMagicIsNeverWritten() {
      bytes.put(7, (byte) 'Z');
      bytes.put(6, (byte) 'X');
      assertThat(table.hasMagic()).isFalse();
      table.initialise(SIZE);
      assertThat(bytes.get(7)).isEqualTo((byte) 'Z');
      assertThat(table.hasMagic()).isTrue();
    }
  }

  @Nested
  class Variables {
    @Test
    void everyKeyIsPossible() {
      for (long key : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
        assertThat(table.get(key)).isEmpty();
        assertThat(table.put(key, utf8("v" + key))).isTrue();
        assertThat(table.get(key)).contains(utf8("v" + key));
        assertThat(table.remove(key)).isTrue();
        assertThat(table.remove(key)).isFalse();
      }
    }

    @Test
    void everyVariableIsFoundAmongOthersOfItsSizeAndOfOthers() {
      VariableTable large = new VariableTable(ByteBuffer.allocateDirect(1 << 16), "the segment");
      large.initialise(1 << 16);
      int[] lengths = {8, 8, 8, 100, 8, 8, 0, 0, 0, 8, 300, 100, 100, 8};
      for (int key = 0; key < lengths.length; key++) {
        assertThat(large.put(key, new byte[lengths[key]])).isTrue();
      }
      for (int key = 0; key < lengths.length; key++) {
        assertThat(large.get(key)).contains(new byte[lengths[key]]);
      }
      assertThat(large.get(lengths.length)).isEmpty();
    }

    @Test
    void valueOfNoBytesIsAValue() {
      assertThat(table.put(5, new byte[0])).isTrue();
      assertThat(table.get(5)).contains(new byte[0]);
    }

    @Test
    void valueThatDoesNotFitChangesNothing() {
      putThree();
      byte[] before = all();
      assertThat(table.put(1, new byte[200])).isFalse();
      assertThat(table.put(9, new byte[72])).isFalse();
      assertThat(all()).isEqualTo(before);
    }

    @Test
    void roomOfTheOldValueIsUsed() {
      assertThat(table.put(1, new byte[184])).isTrue();
      assertThat(table.free()).isZero();
      assertThat(table.put(2, new byte[0])).isFalse();
      assertThat(table.put(1, new byte[184])).isTrue();
      assertThat(table.put(1, new byte[185])).isFalse();
    }

    @Test
    void tableMayBeSmallerThanItsSegment() {
      table.initialise(80);
      assertThat(table.put(1, new byte[8])).isTrue();
      assertThat(table.put(2, new byte[0])).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, 0, 39, 257, Long.MAX_VALUE})
    void impossibleSizeBecomesThatOfTheSegment(long total) {
      table.initialise(total);
      assertThat(table.free()).isEqualTo(SIZE - 40);
    }
  }

  @Nested
  class Hostile {
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32})
    void unsoundHeaderIsRefusedAndNotWrittenTo(int field) {
      for (long value : HOSTILE) {
        makeTable();
        putThree();
        bytes.putLong(field, value);
        everythingIsRefused("is damaged: its header says");
      }
    }

    /** It may be that somebody writes just now. */
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32})
    void unsoundHeaderIsATablesHeaderStill(int field) {
      makeTable();
      bytes.putLong(field, -1);
      assertThatCode(table::check).doesNotThrowAnyException();
    }

    @Test
    void foreignMagicIsNamed() {
      bytes.put(0, utf8("\u007fELF\"\0\1"));
      everythingIsRefused(
          "the segment is not PHP's: it begins with \"\\x7fELF\\x22\\x00\\x01\", not"
              + " \"PHP_SM\\x00\"");
      assertThatThrownBy(table::check).isInstanceOf(VariableTableException.class);
    }

    @Test
    void segmentWithoutRoomForAHeaderIsRefused() {
      for (int size : new int[] {1, 7, 8, 39}) {
        table = new VariableTable(ByteBuffer.allocate(size), "the segment");
        assertThatThrownBy(() -> table.initialise(size)).isInstanceOf(VariableTableException.class);
        assertThatThrownBy(table::free)
            .hasMessage("the segment is too small: " + size + " of at least 40 bytes");
      }
    }

    /** The middle one of three chunks, at 80: its length at 88 and its size at 96. */
    @ParameterizedTest
    @ValueSource(ints = {88, 96})
    void damagedChunkIsRefusedAndNotWrittenOver(int field) {
      for (long value : HOSTILE) {
        makeTable();
        putThree();
        bytes.putLong(field, value);
        byte[] before = all();
        refused(() -> table.get(2));
        refused(() -> table.remove(2));
        refused(() -> table.put(2, utf8("x")));
        refused(table::chunks);
        assertThat(table.get(1)).contains(utf8("i:42;"));
        assertThat(all()).isEqualTo(before);
      }
    }

    @Test
    void damagedSizeIsRefusedByASearchThatPasses() {
      for (long value : HOSTILE) {
        makeTable();
        putThree();
        bytes.putLong(96, value);
        refused(() -> table.contains(3));
        refused(() -> table.put(9, utf8("x")));
      }
    }

    @Test
    void endInTheMiddleOfAChunkIsRefused() {
      putThree();
      for (int end = 48; end < 184; end += 8) {
        bytes.putLong(16, end);
        bytes.putLong(24, SIZE - end);
        boolean betweenChunks = end == 80 || end == 128;
        if (!betweenChunks) {
          refused(table::chunks);
        }
      }
    }

    @Test
    void randomDamageNeverEndsInAnythingElse() {
      long seed = System.nanoTime();
      Random random = new Random(seed);
      for (int round = 0; round < 20_000; round++) {
        makeTable();
        putThree();
        for (int i = random.nextInt(4); i >= 0; i--) {
          bytes.put(7 + random.nextInt(177), (byte) random.nextInt());
        }
        try {
          table.layout();
          table.chunks();
          table.remove(random.nextInt(4));
          table.put(random.nextInt(4), new byte[random.nextInt(80)]);
          table.chunks();
        } catch (VariableTableException refused) {
          assertThat(table.layout().damage()).isPresent();
          // One of the two possible ends.
        } catch (RuntimeException e) {
          throw new AssertionError("seed " + seed + ", round " + round, e);
        }
      }
    }

    private void everythingIsRefused(String message) {
      byte[] before = all();
      List<Runnable> calls =
          List.of(
              () -> table.get(1),
              () -> table.contains(1),
              () -> table.put(1, utf8("x")),
              () -> table.remove(1),
              table::chunks,
              table::free);
      for (Runnable call : calls) {
        assertThatThrownBy(call::run)
            .isInstanceOf(VariableTableException.class)
            .hasMessageContaining(message);
      }
      assertThat(table.layout().damage().orElseThrow().detail()).contains(message);
      assertThat(all()).isEqualTo(before);
    }

    private void refused(Runnable call) {
      assertThatThrownBy(call::run)
          .isInstanceOf(VariableTableException.class)
          .hasMessageStartingWith("the segment is damaged: ");
    }
  }

  private byte[] all() {
    byte[] copy = new byte[SIZE];
    bytes.get(0, copy);
    return copy;
  }

  private String dump(int from, int to) {
    StringBuilder dump = new StringBuilder();
    for (int i = from; i < to; i += 8) {
      dump.append(i == from ? "" : " ").append(HexFormat.of().formatHex(all(), i, i + 8));
    }
    return dump.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
