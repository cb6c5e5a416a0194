package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that lie about sizes, or nest without end. */
class HostileBytesTest {

  private static final int MILLION = 1_000_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s:2000000000:\"a\";",
        "S:2000000000:\"a\";",
        "s:9223372036854775807:\"a\";",
        "a:1073741823:{i:0;N;}",
        "a:99999999999999999999:{i:0;N;}",
        "O:1:\"X\":1000000000:{}",
        "O:2000000000:\"X\":0:{}",
        "C:1:\"X\":2000000000:{a}",
        "E:2000000000:\"A:B\";"
      })
  void aTinyInputCostsLittleWhateverItClaims(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    assertThatThrownBy(() -> PhpSerializer.standard().read(bytes))
        .isInstanceOf(SerializeFormatException.class);
    assertThat(allocatedByFailure(bytes)).isLessThan(8_000);
  }

  @Test
  void nestedClaimsCostNoMoreThanTheBytes() {
    // Each of these may claim half of what is left, which adds up to much more than there is.
    int levels = 4000;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < levels; i++) {
      text.append("a:").append(1_000_000).append(":{i:0;");
    }
    text.append(" ".repeat(4_000_000));
    byte[] bytes = text.toString().getBytes(ISO_8859_1);
    assertThat(allocatedByFailure(bytes)).isLessThan(8_000_000);
  }

  @Test
  void millionLevelsAreRefusedByTheStandardLimit() {
    byte[] bytes = nested(MILLION);
    assertThatThrownBy(() -> PhpSerializer.standard().read(bytes))
        .isInstanceOfSatisfying(
            SerializeFormatException.class,
            e -> {
              assertThat(e.offset()).isEqualTo(4096L * "a:1:{i:0;".length() + "a:1:{".length());
              assertThat(e.path()).startsWith("$[0][0]").contains("…").hasSizeLessThan(300);
            });
  }

  @Test
  void millionLevelsAreReadSkippedAndWrittenWithoutALimit() {
    byte[] bytes = nested(MILLION);
    ReadLimits limits = ReadLimits.standard().withDepth(0);
    PhpSerializer serializer = PhpSerializer.builder().limits(limits).build();
    Object value = serializer.read(bytes);
    assertThat(serializer.write(value)).isEqualTo(bytes);
    PhpReader in = serializer.reader(bytes, 0, bytes.length);
    in.skipValue();
    assertThat(in.position()).isEqualTo(bytes.length);
  }

  @Test
  void millionLevelsOfObjectsAndListsAreWritten() {
    Object value = 1L;
    for (int i = 0; i < MILLION; i++) {
      value = i % 2 == 0 ? List.of(value) : PhpObject.standard().set("n", value);
    }
    assertThat(PhpSerializer.standard().write(value)).hasSizeGreaterThan(MILLION);
  }

  @Test
  void limitsAreCheckedBeforeAnythingIsAllocated() {
    ReadLimits limits = ReadLimits.standard();
    assertRefused("a:3:{i:0;N;i:1;N;i:2;N;}", limits.withElements(2), 5);
    assertRefused("a:2:{i:0;a:1:{i:0;N;}i:1;N;}", limits.withElements(2), 14);
    assertRefused("s:4:\"abcd\";", limits.withStringBytes(3), 0);
    assertRefused("a:1:{s:4:\"abcd\";N;}", limits.withStringBytes(3), 5);
    assertRefused("C:1:\"X\":4:{abcd}", limits.withStringBytes(3), 11);
    assertRefused("a:3:{i:0;N;i:1;N;i:2;N;}", limits.withTotalBytes(200), 5);
    assertRefused("s:300:\"" + "x".repeat(300) + "\";", limits.withTotalBytes(200), 0);
  }

  @Test
  void limitsThatAreKeptDoNotMatter() {
    ReadLimits limits =
        ReadLimits.standard().withElements(3).withStringBytes(4).withTotalBytes(10_000);
    byte[] bytes = "a:3:{i:0;N;i:1;s:4:\"abcd\";i:2;N;}".getBytes(ISO_8859_1);
    assertThat(PhpSerializer.builder().limits(limits).build().read(bytes))
        .isEqualTo(PhpArray.ofValues(null, "abcd", null));
  }

  private static void assertRefused(String text, ReadLimits limits, long offset) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    PhpSerializer serializer = PhpSerializer.builder().limits(limits).build();
    assertThatThrownBy(() -> serializer.read(bytes))
        .isInstanceOfSatisfying(
            SerializeFormatException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessageContaining("limit");
  }

  private static byte[] nested(int levels) {
    return ("a:1:{i:0;".repeat(levels) + "N;" + "}".repeat(levels)).getBytes(ISO_8859_1);
  }

  private static long allocatedByFailure(byte[] bytes) {
    long before = allocated();
    try {
      return PhpSerializer.standard().read(bytes) == null ? 0 : Long.MAX_VALUE;
    } catch (SerializeFormatException e) {
      return allocated() - before;
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
