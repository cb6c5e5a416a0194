package org.phpipc.compat.php;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.phpipc.php.Shmop.shmop_close;
import static org.phpipc.php.Shmop.shmop_delete;
import static org.phpipc.php.Shmop.shmop_open;
import static org.phpipc.php.Shmop.shmop_read;
import static org.phpipc.php.Shmop.shmop_size;
import static org.phpipc.php.Shmop.shmop_write;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;
import org.phpipc.testing.Unprivileged;

/** PHP's shmop and its Java twin, each on a segment of its own that was made alike, or on one. */
class ShmopWithPhpIT {
  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  private SharedSegment segment;

  /** Ten bytes for each side. */
  private void makeAlike() {
    segment = kernel.owned(shmop_open(kernel.freeKey().value(), "n", 0600, 10));
    php.run("$h = shmop_open(" + kernel.freeKey().value() + ", 'n', 0600, 10);");
  }

  /** Ten bytes for both sides. */
  private void share() {
    IpcKey key = kernel.freeKey();
    segment = kernel.owned(shmop_open(key.value(), "n", 0600, 10));
    php.run("$h = shmop_open(" + key.value() + ", 'w', 0, 0);");
  }

  @Nested
  class Opening {
    @ParameterizedTest
    @ValueSource(strings = {"", "b", "A", "aa", "cn", "\u00e9", "a\0"})
    void unknownModeIsRefusedAlike(String mode) {
      same(
          "shmop_open(1, " + Php.literal(mode.getBytes(UTF_8)) + ", 0600, 10)",
          () -> shmop_open(1, mode, 0600, 10));
    }

    @ParameterizedTest
    @CsvSource({"c,0", "n,0", "c,-1", "n,-9223372036854775807"})
    void sizeBelowOneIsRefusedAlike(String mode, long size) {
      int key = kernel.freeKey().value();
      same(
          String.format(Locale.ROOT, "shmop_open(%d, '%s', 0600, %d)", key, mode, size),
          () -> shmop_open(key, mode, 0600, size));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "w"})
    void createBitAsksForASizeAlike(String mode) {
      same(
          "shmop_open(1, '" + mode + "', 01600, 10)", () -> shmop_open(1, mode, 01600, 10) != null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "w"})
    void missingSegmentIsRefusedAlike(String mode) {
      int key = kernel.freeKey().value();
      same(
          String.format(Locale.ROOT, "shmop_open(%d, '%s', 0, 0)", key, mode),
          () -> opened(key, mode, 0, 0));
      same("shmop_open(0, '" + mode + "', 0, 0)", () -> opened(0, mode, 0, 0));
    }

    @Test
    void existingSegmentIsOpenedOrRefusedAlike() {
      int key = kernel.freeKey().value();
      php.run("$h = shmop_open(" + key + ", 'n', 0600, 10);");
      sameSize(key, "n", 0600, 10);
      sameSize(key, "c", 0600, 11);
      sameSize(key, "c", 0600, 10);
      sameSize(key, "c", 0600, 1);
      sameSize(key, "c", 02600, 1);
      sameSize(key, "w", 0, 5000);
      sameSize(key, "a", 0600, -1);
      sameSize(1L << 40 | key, "a", 0, 0);
    }

    private void sameSize(long key, String mode, int permissions, long size) {
      same(
          String.format(
              Locale.ROOT,
              "($x = shmop_open(%d, '%s', %d, %d)) ? shmop_size($x) : false",
              key,
              mode,
              permissions,
              size),
          () -> {
            SharedSegment opened = shmop_open(key, mode, permissions, size);
            return opened == null ? false : (Object) shmop_size(kernel.owned(opened));
          });
    }

    @Test
    void privateSegmentsAreMadeAlike() {
      same(
          "[shmop_size($x = shmop_open(0, 'c', 0600, 7)), shmop_delete($x)]",
          () -> {
            SharedSegment made = kernel.owned(shmop_open(0, "c", 0600, 7));
            return Arrays.asList(shmop_size(made), shmop_delete(made));
          });
      php.run("unset($x);");
    }

    @Test
    void hugeSizeIsRefusedAlike() {
      int key = kernel.freeKey().value();
      same(
          "shmop_open(" + key + ", 'n', 0600, PHP_INT_MAX)",
          () -> opened(key, "n", 0600, Long.MAX_VALUE));
    }

    @Test
    void umaskHasNoSay() {
      int key = kernel.freeKey().value();
      php.run("$old = umask(077); $h = shmop_open(" + key + ", 'c', 0666, 10); umask($old);");
      assertThat(kernel.owned(shmop_open(key, "w", 0, 0)).status().ownership().mode())
          .isEqualTo(0666);
    }
  }

  @Nested
  class Access {
    @ParameterizedTest
    @CsvSource({
      "0,0",
      "0,10",
      "0,11",
      "3,0",
      "3,4",
      "3,7",
      "3,8",
      "10,0",
      "10,1",
      "11,0",
      "-1,0",
      "0,-1",
      "9223372036854775807,0",
      "1,9223372036854775807"
    })
    void readingAnswersAlike(long offset, long size) {
      makeAlike();
      php.run("shmop_write($h, '0123456789', 0);");
      shmop_write(segment, "0123456789", 0);
      same("shmop_read($h, " + offset + ", " + size + ")", () -> shmop_read(segment, offset, size));
    }

    @ParameterizedTest
    @CsvSource({
      "abc,0",
      "world!!,5",
      "0123456789,0",
      "01234567890,0",
      "x,9",
      "x,10",
      "x,11",
      "x,-1",
      "'',0",
      "'',11",
      "x,9223372036854775807",
      "x,-9223372036854775807"
    })
    void writingAnswersAlike(String data, long offset) {
      makeAlike();
      same(
          "[shmop_write($h, '" + data + "', " + offset + "), shmop_read($h, 0, 0)]",
          () -> Arrays.asList(shmop_write(segment, data, offset), shmop_read(segment, 0, 0)));
    }

    @Test
    void dataOfOtherTypesIsTurnedIntoAStringAlike() {
      makeAlike();
      sameWrite("42", 42);
      sameWrite("-7", -7L);
      sameWrite("true", true);
      sameWrite("false", false);
      sameWrite("1.5", 1.5);
      sameWrite("0.1 + 0.2", 0.1 + 0.2);
      sameWrite("1e15", 1e15);
      sameWrite("-0.0", -0.0);
      sameWrite("INF", Double.POSITIVE_INFINITY);
      sameWrite("null", null);
      sameWrite("[1]", List.of(1));
      sameWrite("\"\\xff\\0\"", new byte[] {-1, 0});
    }

    private void sameWrite(String literal, Object data) {
      same(
          "[shmop_write($h, " + literal + ", 0), shmop_read($h, 0, 0)]",
          () -> Arrays.asList(shmop_write(segment, data, 0), shmop_read(segment, 0, 0)));
    }

    @Test
    void readOnlySegmentRefusesWritingAlike() {
      IpcKey key = kernel.freeKey();
      kernel.owned(shmop_open(key.value(), "n", 0600, 10));
      php.run("$h = shmop_open(" + key.value() + ", 'a', 0, 0);");
      SharedSegment view = kernel.owned(shmop_open(key.value(), "a", 0, 0));
      same("shmop_write($h, 'x', 0)", () -> shmop_write(view, "x", 0));
      same("shmop_write($h, 'x', -1)", () -> shmop_write(view, "x", -1));
      same("shmop_write($h, [], -1)", () -> shmop_write(view, List.of(), -1));
    }

    @Test
    void eachSideSeesWhatTheOtherWrites() {
      share();
      shmop_write(segment, "from Java", 0);
      same("shmop_read($h, 0, 0)", () -> shmop_read(segment, 0, 0));
      php.run("shmop_write($h, 'PHP', 5);");
      assertThat(shmop_read(segment, 0, 9)).isEqualTo("from PHPa".getBytes(UTF_8));
    }

    @Test
    void closeDoesNothingButWarnAlike() {
      makeAlike();
      same(
          "[shmop_close($h), shmop_size($h)]",
          () -> {
            shmop_close(segment);
            return Arrays.asList(null, shmop_size(segment));
          });
    }

    @Test
    void noSegmentIsRefusedAlike() {
      same("shmop_read(false, 0, 0)", () -> shmop_read(null, 0, 0));
      same("shmop_write(false, [], 0)", () -> shmop_write(null, List.of(), 0));
      same("shmop_size(false)", () -> shmop_size(null));
      same("shmop_delete(false)", () -> shmop_delete(null));
      same(
          "shmop_close(false)",
          () -> {
            shmop_close(null);
            return null;
          });
    }
  }

  @Nested
  class Deleting {
    @Test
    void deletedSegmentStaysUsableAlike() {
      makeAlike();
      same(
          "[shmop_delete($h), shmop_delete($h), shmop_write($h, 'ab', 0), shmop_read($h, 0, 3)]",
          () ->
              Arrays.asList(
                  shmop_delete(segment),
                  shmop_delete(segment),
                  shmop_write(segment, "ab", 0),
                  shmop_read(segment, 0, 3)));
    }

    @Test
    void segmentDeletedByTheOtherSideStaysUsable() {
      share();
      php.run("shmop_write($h, 'PHP', 0); shmop_delete($h); unset($h);");
      assertThat(shmop_read(segment, 0, 3)).isEqualTo("PHP".getBytes(UTF_8));
      assertThat(segment.status().removed()).isTrue();
    }
  }

  @Nested
  class Rights {
    @RegisterExtension static final Php nobody = new Php();

    @Test
    void strangersAreRefusedAlike() {
      assumeTrue(Unprivileged.isRoot(), "only root can become a second user");
      IpcKey key = kernel.freeKey();
      nobody.run("posix_seteuid(" + Unprivileged.NOBODY + ");");
      kernel.owned(shmop_open(key.value(), "n", 0, 10));
      for (String mode : List.of("a", "w", "c")) {
        for (int permissions : new int[] {0, 0444, 0600}) {
          denied(
              String.format(
                  Locale.ROOT, "shmop_open(%d, '%s', %d, 5)", key.value(), mode, permissions),
              () -> opened(key.value(), mode, permissions, 5));
        }
      }
    }

    @Test
    void strangersReadButDoNotWriteOrDeleteAlike() {
      assumeTrue(Unprivileged.isRoot(), "only root can become a second user");
      IpcKey key = kernel.freeKey();
      nobody.run("posix_seteuid(" + Unprivileged.NOBODY + ");");
      kernel.owned(shmop_open(key.value(), "n", 0644, 10));
      denied("shmop_open(" + key.value() + ", 'w', 0, 0)", () -> opened(key.value(), "w", 0, 0));
      SharedSegment view = kernel.owned(shmop_open(key.value(), "a", 0, 0));
      denied(
          "shmop_delete($h = shmop_open(" + key.value() + ", 'a', 0, 0))",
          () -> shmop_delete(view));
      nobody.run("unset($h);");
    }

    private void denied(String expression, Callable<?> java) {
      Outcome inJava = Outcome.inJava(() -> Unprivileged.call(java));
      assertThat(inJava).describedAs(expression).isEqualTo(nobody.call(expression));
      assertThat(inJava.value()).isEqualTo("b:0;");
    }
  }

  /** False where there is no segment: what PHP answers. */
  private boolean opened(long key, String mode, int permissions, long size) {
    SharedSegment opened = shmop_open(key, mode, permissions, size);
    if (opened != null) {
      kernel.owned(opened);
    }
    return opened != null;
  }

  private static void same(String expression, Callable<?> java) {
    assertThat(Outcome.inJava(java)).describedAs(expression).isEqualTo(php.call(expression));
  }
}
