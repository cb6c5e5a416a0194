package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was read before must not show in what is read. */
class KnownNamesTest {

  private static final PhpSerializer SERIALIZER = PhpSerializer.standard();

  @Test
  void keysInAnotherOrderAndOtherKeysAreReadAsTheyAre() {
    for (int i = 0; i < 5; i++) {
      assertRoundTrip("a:3:{s:2:\"k1\";i:1;s:2:\"k2\";i:2;s:2:\"k3\";i:3;}");
      assertRoundTrip("a:3:{s:2:\"k1\";i:1;s:2:\"k3\";i:2;s:2:\"k2\";i:3;}");
      assertRoundTrip("a:2:{s:2:\"k1\";i:1;s:2:\"kx\";i:2;}");
      assertRoundTrip("a:1:{s:2:\"k\u00FF\";i:1;}");
      assertRoundTrip("O:2:\"k1\":2:{s:2:\"k1\";i:1;s:2:\"k2\";i:1;}");
    }
  }

  @Test
  void decimalNamesOfObjectsStayIntKeysOfArrays() {
    for (int i = 0; i < 5; i++) {
      assertRoundTrip("O:1:\"X\":2:{s:4:\"name\";i:1;s:2:\"12\";i:2;}");
      PhpReader in = new PhpReader("a:2:{s:4:\"name\";N;s:2:\"12\";N;}".getBytes(ISO_8859_1));
      in.beginArray();
      assertThat(in.nextKey()).isEqualTo(PhpToken.STRING);
      assertThat(in.key()).isEqualTo("name").isEqualTo(in.key());
      in.nextNull();
      assertThat(in.nextKey()).isEqualTo(PhpToken.INT);
      assertThat(in.keyLong()).isEqualTo(12);
    }
  }

  @Test
  void decimalKeysOfMapsAreIntsThoughTheyWereWrittenAsTexts() {
    for (int i = 0; i < 5; i++) {
      PhpWriter out = new PhpWriter();
      out.beginArray(1);
      out.writeKey("12");
      out.writeNull();
      out.endArray();
      assertThat(out.toByteArray()).asString(ISO_8859_1).isEqualTo("a:1:{s:2:\"12\";N;}");
      assertThat(SERIALIZER.write(Map.of("12", 7)))
          .asString(ISO_8859_1)
          .isEqualTo("a:1:{i:12;i:7;}");
    }
  }

  @Test
  void limitsHoldForKnownNamesToo() {
    byte[] bytes = "a:2:{s:5:\"first\";N;s:6:\"second\";N;}".getBytes(ISO_8859_1);
    for (int i = 0; i < 5; i++) {
      SERIALIZER.read(bytes);
    }
    PhpSerializer strict =
        SERIALIZER.toBuilder().limits(ReadLimits.standard().withStringBytes(5)).build();
    assertThatThrownBy(() -> strict.read(bytes))
        .isInstanceOfSatisfying(
            SerializeFormatException.class, e -> assertThat(e.offset()).isEqualTo(19));
  }

  @Test
  void namesOfAllLengthsAreReadAndWrittenAsTheyAre() {
    for (int length = 1; length <= 40; length++) {
      String name = "n".repeat(length - 1);
      String text = "a:2:{s:%d:\"%sx\";i:1;s:%d:\"%sy\";i:2;}";
      for (int i = 0; i < 5; i++) {
        assertRoundTrip(String.format(Locale.ROOT, text, length, name, length, name));
      }
    }
  }

  @Test
  void namesThatDifferInOnePlaceAreNotTakenForEachOther() {
    String name = "abcdefghijklmnopqrstuvwxyzABCDEF";
    for (int i = 0; i < name.length(); i++) {
      String other = name.substring(0, i) + '_' + name.substring(i + 1);
      for (int again = 0; again < 5; again++) {
        assertRoundTrip(String.format(Locale.ROOT, "a:1:{s:32:\"%s\";N;}", name));
      }
      assertRoundTrip(String.format(Locale.ROOT, "a:1:{s:32:\"%s\";N;}", other));
    }
  }

  @Test
  void truncationInsideAKnownNameIsFound() {
    String text = "a:2:{s:5:\"first\";N;s:6:\"second\";N;}";
    for (int i = 0; i < 5; i++) {
      SERIALIZER.read(text.getBytes(ISO_8859_1));
    }
    for (int length = 0; length < text.length(); length++) {
      byte[] cut = text.substring(0, length).getBytes(ISO_8859_1);
      assertThatThrownBy(() -> SERIALIZER.read(cut)).isInstanceOf(SerializeFormatException.class);
    }
  }

  @Test
  void writingFromSeveralThreadsSharesNothing() throws InterruptedException {
    Thread[] threads = new Thread[4];
    boolean[] right = new boolean[threads.length];
    for (int i = 0; i < threads.length; i++) {
      PhpArray value = PhpArray.ofValues("x".repeat(100 * i), (long) i);
      byte[] expected = written(value);
      int index = i;
      threads[i] =
          new Thread(
              () -> {
                boolean same = true;
                for (int round = 0; round < 20_000; round++) {
                  same &= Arrays.equals(SERIALIZER.write(value), expected);
                }
                right[index] = same;
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(right).containsOnly(true);
  }

  /** Without the buffer that is kept. */
  private static byte[] written(Object value) {
    PhpWriter out = new PhpWriter();
    SERIALIZER.write(value, out);
    return out.toByteArray();
  }

  private static void assertRoundTrip(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    assertThat(SERIALIZER.write(SERIALIZER.read(bytes))).isEqualTo(bytes);
  }
}
