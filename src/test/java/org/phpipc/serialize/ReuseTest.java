package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A serializer works with what it worked with before, and nothing of one value gets into another.
 */
class ReuseTest {

  private static final byte[] SHARED = "a:2:{i:0;i:5;i:1;R:2;}".getBytes(ISO_8859_1);

  private final PhpSerializer serializer =
      PhpSerializer.builder().trailingDataRefused(true).build();

  @Test
  void aFailureLeavesNothingBehindForTheNextValue() {
    Object value = serializer.read(SHARED);
    for (String broken : List.of("a:1:{i:0;a:1:{i:0;x", "i:5;x", "s:9:\"a\";", "")) {
      assertThatThrownBy(() -> serializer.read(broken.getBytes(ISO_8859_1)))
          .isInstanceOf(SerializeFormatException.class);
      assertThat(serializer.write(serializer.read(SHARED))).isEqualTo(serializer.write(value));
    }
  }

  @Test
  void aValueThatCannotBeWrittenLeavesNothingBehindForTheNextOne() {
    assertThatThrownBy(() -> serializer.write(List.of(1, List.of("a", new Object()))))
        .isInstanceOf(SerializeValueException.class);
    assertThat(serializer.write(List.of(7))).isEqualTo("a:1:{i:0;i:7;}".getBytes(ISO_8859_1));
  }

  @Test
  void numbersOfValuesStartAnewWithEachValue() {
    serializer.read(SHARED);
    assertThatThrownBy(() -> serializer.read("a:1:{i:0;R:2;}".getBytes(ISO_8859_1)))
        .isInstanceOf(SerializeFormatException.class);
    PhpObject object = PhpObject.standard();
    byte[] first = serializer.write(List.of(object, object));
    assertThat(serializer.write(List.of(object, object))).isEqualTo(first);
  }

  @Test
  void oneValueCanBeWrittenWhileAnotherIs() {
    Map<String, Object> outer = Map.of("inner", "x", "bytes", serializer.write(List.of(1)));
    List<Object> writesWhenAsked =
        new AbstractList<>() {
          @Override
          public Object get(int index) {
            return serializer.write(outer);
          }

          @Override
          public int size() {
            return 2;
          }
        };
    byte[] inner = serializer.write(outer);
    assertThat(serializer.write(writesWhenAsked))
        .isEqualTo(serializer.write(List.of(inner, inner)));
  }

  @Test
  void whatDoesNotFitIntoABufferLeavesItAsItWas() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(20).position(3);
    assertThatThrownBy(() -> serializer.write(List.of("a long text"), buffer))
        .isInstanceOf(BufferOverflowException.class);
    serializer.write(List.of(7), buffer);
    byte[] bytes = new byte[20];
    buffer.flip().get(0, bytes, 0, buffer.limit());
    assertThat(new String(bytes, ISO_8859_1)).isEqualTo("\0\0\0a:1:{i:0;i:7;}\0\0\0");
  }

  @Test
  void whatDoesNotFitIsGivenAndWrittenOnlyOnce() {
    AtomicInteger asked = new AtomicInteger();
    List<Object> counting =
        new AbstractList<>() {
          @Override
          public Object get(int index) {
            return asked.incrementAndGet();
          }

          @Override
          public int size() {
            return 2;
          }
        };
    ByteBuffer buffer = ByteBuffer.allocate(10);
    assertThat(serializer.writeIfFits(counting, buffer))
        .contains("a:2:{i:0;i:1;i:1;i:2;}".getBytes(ISO_8859_1));
    assertThat(buffer.position()).isZero();
    assertThat(serializer.writeIfFits(7, buffer)).isEmpty();
    assertThat(buffer.position()).isEqualTo(4);
  }

  @Test
  void aBufferIsReadFromItsPositionToItsLimit() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100).put(2, SHARED).position(2);
    buffer.limit(2 + SHARED.length);
    assertThat(serializer.write(serializer.read(buffer))).isEqualTo(SHARED);
    assertThat(buffer.remaining()).isZero();
  }

  @Test
  void whatWasReadFromABufferStaysWhenTheNextIsRead() {
    Object first = serializer.read(ByteBuffer.wrap("a:1:{i:0;s:1:\"a\";}".getBytes(ISO_8859_1)));
    assertThatThrownBy(() -> serializer.read(ByteBuffer.wrap("i:5;x".getBytes(ISO_8859_1))))
        .isInstanceOfSatisfying(
            SerializeFormatException.class,
            e -> {
              serializer.read(ByteBuffer.wrap("i:777;".getBytes(ISO_8859_1)));
              assertThat(e.input()).isEqualTo("i:5;x".getBytes(ISO_8859_1));
            });
    assertThat(first).isEqualTo(PhpArray.ofValues("a"));
  }

  @Test
  void threadsDoNotGetInEachOthersWay() throws Exception {
    int threads = 70;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Boolean>> work =
          IntStream.range(0, threads).<Callable<Boolean>>mapToObj(i -> () -> works(i)).toList();
      for (Future<Boolean> future : pool.invokeAll(work)) {
        assertThat(future.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private boolean works(int own) {
    PhpArray value = PhpArray.ofValues((long) own, "text " + own, PhpArray.ofValues(own * 0.5));
    for (int i = 0; i < 1_000; i++) {
      if (!value.equals(serializer.read(serializer.write(value)))) {
        return false;
      }
    }
    return true;
  }

  @Test
  void whatWasReadAndWrittenIsLetGo() {
    List<WeakReference<Object>> all = List.of(readBytes(), readValue());
    for (int i = 0; i < 50 && all.stream().anyMatch(one -> one.get() != null); i++) {
      System.gc();
    }
    assertThat(all).allMatch(one -> one.get() == null);
  }

  private WeakReference<Object> readBytes() {
    byte[] bytes = SHARED.clone();
    serializer.read(bytes);
    return new WeakReference<>(bytes);
  }

  private WeakReference<Object> readValue() {
    Object value = serializer.read(SHARED);
    serializer.write(value);
    return new WeakReference<>(value);
  }
}
