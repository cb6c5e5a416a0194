package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reading from a stream gives what reading the bytes gives, however they come. */
class StreamsTest {

  private static final PhpSerializer SERIALIZER = PhpSerializer.standard();
  private static final int MEGABYTE = 1 << 20;

  /** Every kind of value, on the way to more than a window can hold. */
  private static final byte[] MIXED = mixed();

  /** Gives its bytes in pieces. */
  private static final class Trickle extends InputStream {
    private final byte[] bytes;
    private final Random sizes;
    private final int largest;
    private int next;

    Trickle(byte[] bytes, int largest, long seed) {
      this.bytes = bytes;
      this.largest = largest;
      this.sizes = new Random(seed);
    }

    @Override
    public int read() {
      return next < bytes.length ? bytes[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] to, int start, int length) {
      if (next == bytes.length) {
        return -1;
      }
      int count = Math.min(Math.min(length, 1 + sizes.nextInt(largest)), bytes.length - next);
      System.arraycopy(bytes, next, to, start, count);
      next += count;
      return count;
    }
  }

  /** The same piece again and again. */
  private static final class Repeated extends InputStream {
    private final byte[] piece;
    private long left;

    Repeated(String piece, long times) {
      this.piece = piece.getBytes(ISO_8859_1);
      this.left = times * this.piece.length;
    }

    @Override
    public int read() {
      return left == 0 ? -1 : piece[(int) ((piece.length - left-- % piece.length) % piece.length)];
    }

    @Override
    public int read(byte[] to, int start, int length) {
      int from = (int) ((piece.length - left % piece.length) % piece.length);
      int count = (int) Math.min(Math.min(length, left), piece.length - from);
      System.arraycopy(piece, from, to, start, count);
      left -= count;
      return count == 0 ? -1 : count;
    }
  }

  /** Fails whoever asks. */
  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("broken");
    }

    @Override
    public int read(byte[] to, int start, int length) throws IOException {
      throw new IOException("broken");
    }
  }

  private static byte[] mixed() {
    PhpArray array = new PhpArray();
    PhpObject job = new PhpObject("App\\Job").set("name", "José").set("self", null);
    job.set("self", job);
    for (int i = 0; i < 300; i++) {
      array.put("key" + i, PhpArray.ofValues((long) i * i * i, i / 7.0, i % 2 == 0, null, job));
    }
    array.put("enum", new PhpEnum("App\\Suit", "Hearts"));
    array.put("long", "x".repeat(30_000));
    array.put("x".repeat(10_000), PhpString.of(new byte[] {(byte) 0xFF, 0}));
    array.put("deep", PhpArray.ofValues(PhpArray.ofValues("end")));
    return SERIALIZER.write(array);
  }

  @Test
  void valuesAreTheSameByteForByteAndInAnyPieces() {
    for (int largest : new int[] {1, 2, 7, 100, 5000, 100_000}) {
      long seed = new Random().nextLong();
      Object value = SERIALIZER.next(new PhpReader(new Trickle(MIXED, largest, seed)));
      assertThat(SERIALIZER.write(value)).as("seed %d, %d", seed, largest).isEqualTo(MIXED);
    }
  }

  @Test
  void malformedVectorsFailAlikeExceptForCountsThatOnlyTheEndRefutes() throws IOException {
    for (var line : GoldenFile.MALFORMED.lines()) {
      byte[] bytes = GoldenFile.bytes(line);
      SerializeFormatException whole = failure(new PhpReader(bytes));
      SerializeFormatException stream = failure(new PhpReader(new Trickle(bytes, 1, 0)));
      if (whole == null) {
        assertThat(stream).as(line.toString()).isNull();
      } else {
        assertThat(stream).as(line.toString()).isNotNull();
        if (!whole.reason().equals("impossible count")) {
          assertThat(stream.offset()).as(line.toString()).isEqualTo(whole.offset());
          assertThat(stream.path()).as(line.toString()).isEqualTo(whole.path());
        }
      }
    }
  }

  private static SerializeFormatException failure(PhpReader in) {
    return catchThrowableOfType(SerializeFormatException.class, () -> SERIALIZER.next(in));
  }

  @Test
  void truncationIsFoundAtEveryOffsetWhateverThePieces() {
    byte[] bytes =
        ("a:4:{s:3:\"abc\";i:12;i:7;d:0.25;S:1:\"\\41\";O:1:\"X\":1:{s:1:\"p\";b:1;}"
                + "i:9;a:2:{i:0;E:3:\"A:B\";i:1;C:1:\"Y\":2:{zz}}}")
            .getBytes(ISO_8859_1);
    assertThat(failure(new PhpReader(new Trickle(bytes, 3, 1)))).isNull();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      for (int largest : new int[] {1, 5, 1000}) {
        SerializeFormatException e = failure(new PhpReader(new Trickle(cut, largest, length)));
        assertThat(e).as("after %d", length).isNotNull();
        assertThat(e.offset()).isBetween(0L, (long) length + 1);
      }
    }
  }

  @Test
  void offsetsAndPathsStayRightWhenTheirBytesAreLongGone() {
    String text = "a:1:{s:4:\"jobs\";a:2:{i:0;s:100000:\"" + "x".repeat(100_000) + "\";i:1;";
    String rest = "a:1:{s:5:\"owner\";?}}}";
    byte[] bytes = (text + rest).getBytes(ISO_8859_1);
    for (int largest : new int[] {1, 1000, 1_000_000}) {
      PhpReader in = new PhpReader(new Trickle(bytes, largest, 5));
      assertThatThrownBy(in::skipValue)
          .isInstanceOfSatisfying(
              SerializeFormatException.class,
              e -> {
                assertThat(e.path()).isEqualTo("$.jobs[1].owner");
                assertThat(e.offset()).isEqualTo(text.length() + rest.indexOf('?'));
              });
    }
  }

  @Test
  void valuesStandBackToBackAndNoByteAfterAValueIsWaitedFor() {
    byte[] first = "i:1;O:1:\"X\":1:{s:1:\"a\";r:1;}N;".getBytes(ISO_8859_1);
    PhpReader in =
        new PhpReader(new SequenceInputStream(new ByteArrayInputStream(first), new Broken()));
    assertThat(in.nextLong()).isEqualTo(1);
    PhpObject object = (PhpObject) SERIALIZER.next(in);
    assertThat(object.get("a")).isSameAs(object);
    in.nextNull();
    assertThat(in.position()).isEqualTo(first.length);
  }

  @Test
  void manySmallValuesAreReadInConstantMemory() {
    int pairs = 12_000_000;
    PhpReader in =
        new PhpReader(
            sequence("a:" + pairs + ":{", new Repeated("i:1;s:9:\"some text\";", pairs), "}"));
    in.beginArray();
    long before = allocated();
    while (in.hasNext()) {
      in.nextKey();
      in.skipValue();
    }
    assertThat(allocated() - before).isLessThan(MEGABYTE);
    in.endArray();
    assertThat(in.position()).isGreaterThan(200L * MEGABYTE);
    in.requireEnd();
  }

  @Test
  void hugeStringsAreHandedOnAndSkippedInConstantMemory() {
    long length = 3000L * MEGABYTE;
    String head = "s:" + length + ":\"";
    String piece = "x".repeat(MEGABYTE);
    PhpReader in =
        new PhpReader(
            sequence(
                head,
                new Repeated(piece, 3000),
                "\";" + head,
                new Repeated(piece, 3000),
                "\";b:1;"));
    long before = allocated();
    in.skipValue();
    long[] sum = new long[1];
    long given =
        in.nextBytes(
            new OutputStream() {
              @Override
              public void write(int b) {
                sum[0]++;
              }

              @Override
              public void write(byte[] bytes, int start, int count) {
                sum[0] += count;
              }
            });
    assertThat(given).isEqualTo(length);
    assertThat(sum[0]).isEqualTo(length);
    assertThat(in.nextBoolean()).isTrue();
    assertThat(in.position()).isEqualTo(2 * (length + head.length() + 2) + 4);
    assertThat(allocated() - before).isLessThan(MEGABYTE);
  }

  @Test
  void claimsOfAStreamCostNothingBeforeTheBytesAreThere() {
    for (String text :
        List.of(
            "s:2000000000:\"abc",
            "S:2000000000:\"abc",
            "a:1000000000:{i:0;",
            "O:1:\"X\":1000000000:{i:0;",
            "C:1:\"X\":2000000000:{abc",
            "E:2000000000:\"abc")) {
      long before = allocated();
      SerializeFormatException e =
          failure(new PhpReader(new ByteArrayInputStream(text.getBytes(ISO_8859_1))));
      assertThat(e).as(text).isNotNull();
      assertThat(allocated() - before).as(text).isLessThan(MEGABYTE / 4);
    }
  }

  @Test
  void endlessNumbersAreRefusedInsteadOfKept() {
    for (String head : List.of("i:", "d:", "s:", "a:", "O:", "r:", "O:1:\"X\":", "i:-", "d:0.")) {
      PhpReader in = new PhpReader(sequence(head, new Repeated("0", 1L << 40), ""));
      long before = allocated();
      assertThatThrownBy(() -> SERIALIZER.next(in))
          .as(head)
          .isInstanceOf(SerializeFormatException.class);
      assertThat(allocated() - before).as(head).isLessThan(MEGABYTE / 4);
    }
  }

  @Test
  void limitsHoldBeforeAStringIsFetched() {
    ReadLimits limits = ReadLimits.standard().withStringBytes(10);
    PhpReader in = new PhpReader(sequence("s:11:\"", new Repeated("x", 1L << 40), ""), limits);
    assertThatThrownBy(in::nextBytes).hasMessageContaining("a longer string than the limit");
    PhpReader other = new PhpReader(sequence("s:11:\"", new Repeated("x", 9), ""), limits);
    assertThatThrownBy(() -> other.nextBytes(OutputStream.nullOutputStream()))
        .hasMessageContaining("a longer string than the limit");
    PhpReader handedOn =
        new PhpReader(
            new ByteArrayInputStream("s:5:\"abcde\";".getBytes(ISO_8859_1)),
            ReadLimits.standard().withTotalBytes(1));
    assertThat(handedOn.nextBytes(OutputStream.nullOutputStream())).isEqualTo(5);
  }

  @Test
  void truncatedStringsThatAreHandedOnFailWhereTheyStart() {
    PhpReader in = new PhpReader(sequence("s:100000:\"", new Repeated("x", 90_000), ""));
    assertThatThrownBy(() -> in.nextBytes(OutputStream.nullOutputStream()))
        .isInstanceOfSatisfying(
            SerializeFormatException.class, e -> assertThat(e.offset()).isEqualTo(2));
  }

  @Test
  void failuresOfStreamsComeThrough() {
    assertThatThrownBy(() -> new PhpReader(new Broken()).nextLong())
        .isInstanceOf(UncheckedIOException.class);
    PhpWriter out = new PhpWriter(OutputStream.nullOutputStream());
    assertThatThrownBy(() -> out.writeBytes(new ByteArrayInputStream(new byte[3]), 4))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(EOFException.class);
    assertThatThrownBy(out::toByteArray).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void writingToAStreamGivesTheSameBytes() {
    Object value = SERIALIZER.read(MIXED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PhpWriter out = SERIALIZER.writer(bytes);
    SERIALIZER.write(value, out);
    SERIALIZER.write("ü".repeat(9000), out);
    out.writeBytes(new byte[20_000]);
    out.writeBytes(new Trickle(new byte[20_000], 700, 3), 20_000);
    out.flush();
    PhpReader in = SERIALIZER.reader(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(SERIALIZER.write(SERIALIZER.next(in))).isEqualTo(MIXED);
    assertThat(in.nextString()).isEqualTo("ü".repeat(9000));
    assertThat(in.nextBytes()).hasSize(20_000);
    assertThat(in.nextBytes()).hasSize(20_000);
    in.requireEnd();
  }

  @Test
  void hugeValuesAreWrittenInConstantMemory() {
    long length = 500L * MEGABYTE;
    long before = allocated();
    PhpWriter out = new PhpWriter(OutputStream.nullOutputStream());
    out.beginArray(1_000_001);
    for (int i = 0; i < 1_000_000; i++) {
      out.writeKey(i);
      out.writeString("some text");
    }
    out.writeKey("huge");
    out.writeBytes(new Repeated("x".repeat(MEGABYTE), 500), length);
    out.endArray();
    out.flush();
    assertThat(allocated() - before).isLessThan(4L * MEGABYTE);
  }

  private static InputStream sequence(Object... parts) {
    List<InputStream> streams = new ArrayList<>();
    for (Object part : parts) {
      streams.add(
          part instanceof String text
              ? new ByteArrayInputStream(text.getBytes(ISO_8859_1))
              : (InputStream) part);
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
