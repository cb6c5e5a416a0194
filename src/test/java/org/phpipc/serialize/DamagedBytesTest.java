package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the bytes are, reading ends: with a value or one of two exceptions, and cheaply. */
class DamagedBytesTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** An array of short elements and the exception, with the path in its message. */
  private static final int BYTES_PER_BYTE = 60;

  /** The plain value, and the mapped one beside it. */
  private static final int MAPPED_BYTES_PER_BYTE = 150;

  private static final int BYTES_AT_LEAST = 10_000;

  private final PhpSerializer plain = PhpSerializer.standard();
  private final PhpSerializer mapping =
      PhpSerializer.builder()
          .register(RoundTripTest.Leaf.class, RoundTripTest.Tree.class)
          .register(RoundTripTest.Color.class)
          .build();

  @Property(tries = 3000)
  void readingDamagedBytesEndsCheaply(@ForAll("damaged") byte[] bytes) {
    assertCheap(BYTES_PER_BYTE, bytes, () -> read(() -> plain.read(bytes)));
  }

  @Property(tries = 3000)
  void mappingDamagedBytesEndsCheaply(@ForAll("damaged") byte[] bytes) {
    assertCheap(MAPPED_BYTES_PER_BYTE, bytes, () -> map(() -> mapping.read(bytes)));
    assertCheap(
        MAPPED_BYTES_PER_BYTE,
        bytes,
        () -> map(() -> mapping.read(bytes, RoundTripTest.Tree.class)));
    assertCheap(
        MAPPED_BYTES_PER_BYTE,
        bytes,
        () -> map(() -> mapping.read(bytes, new TypeRef<Map<String, List<Object>>>() {})));
  }

  @Property(tries = 1000)
  void readingDamagedSessionsEnds(@ForAll("damaged") byte[] bytes) {
    for (PhpSession.Format format : PhpSession.Format.values()) {
      map(() -> new PhpSession(format, mapping).read(bytes));
    }
  }

  private static void assertCheap(int bytesPerByte, byte[] bytes, Runnable reading) {
    // What a first time costs, such as loading a class, is not of the bytes.
    long allocated = Math.min(allocatedBy(reading), allocatedBy(reading));
    assertThat(allocated).isLessThan(BYTES_AT_LEAST + (long) bytesPerByte * bytes.length);
  }

  private static long allocatedBy(Runnable reading) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    reading.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @Property(tries = 1000)
  void theReaderTakesAtLeastAByteForEachStep(@ForAll("damaged") byte[] bytes) {
    PhpReader in = new PhpReader(bytes);
    int steps = 0;
    try {
      do {
        steps += step(in);
      } while (in.depth() > 0);
    } catch (SerializeFormatException e) {
      assertThat(e.offset()).isBetween(0L, (long) bytes.length);
    }
    assertThat(steps).isLessThanOrEqualTo(bytes.length + 1);
  }

  private static int step(PhpReader in) {
    if (in.depth() > 0 && !in.hasNext()) {
      in.endContainer();
      return 1;
    }
    if (in.depth() > 0) {
      in.nextKey();
    }
    switch (in.peek()) {
      case ARRAY -> in.beginArray();
      case OBJECT -> in.beginObject();
      default -> in.skipValue();
    }
    return 1;
  }

  private static void read(Runnable reading) {
    try {
      reading.run();
    } catch (SerializeFormatException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  /** What is well written may still be something else than what was asked for. */
  private static void map(Runnable reading) {
    try {
      read(reading);
    } catch (SerializeMappingException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  /** A good text with some damage; also bytes of no meaning. */
  @Provide
  Arbitrary<byte[]> damaged() {
    return Arbitraries.randomValue(
        random -> {
          RandomValues values = new RandomValues(random);
          if (random.nextInt(8) == 0) {
            return values.noise(random.nextInt(40)).getBytes(ISO_8859_1);
          }
          boolean tree = random.nextInt(3) == 0;
          return values.damaged(mapping.write(tree ? RoundTripTest.tree(random) : values.next()));
        });
  }
}
