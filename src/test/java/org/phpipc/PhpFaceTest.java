package org.phpipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.phpipc.php.PhpValueError;
import org.phpipc.php.PhpWarning;
import org.phpipc.php.PhpWarning.Level;
import org.phpipc.php.PhpWarningException;
import org.phpipc.php.PhpWarnings;
import org.phpipc.php.Standard;
import org.phpipc.testing.Background;

/** Seen from outside the package, as a ported script sees it. */
class PhpFaceTest {
  private static final String NO_FILE = "ftok(): ftok() failed - No such file or directory";

  @AfterEach
  void logAgain() {
    PhpWarnings.logging();
  }

  @Test
  void handlerGetsPhpsWordsAndTheFunctionItsFailureValue() {
    List<PhpWarning> warnings = new ArrayList<>();
    PhpWarnings.handler(warnings::add);
    assertThat(Standard.ftok("/nonexistent", "a")).isEqualTo(-1);
    assertThat(warnings).containsExactly(new PhpWarning(Level.E_WARNING, NO_FILE));
    assertThat(warnings.get(0)).hasToString("Warning: " + NO_FILE);
  }

  @Test
  void throwingTurnsAWarningIntoAnException() {
    PhpWarnings.throwing();
    assertThatThrownBy(() -> Standard.ftok("/nonexistent", "a"))
        .isInstanceOf(PhpWarningException.class)
        .hasMessage("Warning: " + NO_FILE)
        .extracting(e -> ((PhpWarningException) e).warning().level())
        .isEqualTo(Level.E_WARNING);
  }

  @Test
  void noticesOfUnserializeAreNotices() {
    List<PhpWarning> warnings = new ArrayList<>();
    PhpWarnings.handler(warnings::add);
    assertThat(Standard.unserialize(new byte[] {'x'})).isEqualTo(false);
    assertThat(warnings)
        .containsExactly(
            new PhpWarning(Level.E_NOTICE, "unserialize(): Error at offset 0 of 1 bytes"));
  }

  @Test
  void lastErrorNamesTheLineOfTheCaller() {
    PhpWarnings.handler(warning -> {});
    Standard.ftok("/nonexistent", "a");
    Map<String, Object> last = Standard.error_get_last();
    assertThat(last).contains(entry("type", 2L), entry("message", NO_FILE));
    assertThat(last).containsEntry("file", "PhpFaceTest.java").containsKey("line");
    assertThat(last.keySet()).containsExactly("type", "message", "file", "line");
  }

  @Test
  void lastErrorBelongsToItsThread() {
    PhpWarnings.handler(warning -> {});
    Standard.ftok("/nonexistent", "a");
    assertThat(Background.get(Standard::error_get_last).join()).isNull();
  }

  @Test
  void usleepRefusesANegativeTime() {
    assertThatThrownBy(() -> Standard.usleep(-1))
        .isInstanceOf(PhpValueError.class)
        .hasMessage("usleep(): Argument #1 ($microseconds) must be greater than or equal to 0");
  }

  @Test
  void usleepWaitsAtLeastSoLong() {
    long start = System.nanoTime();
    Standard.usleep(2_000);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000);
  }

  @Test
  void usleepEndsWhenInterruptedAndKeepsTheInterrupt() {
    Thread.currentThread().interrupt();
    Standard.usleep(Long.MAX_VALUE);
    assertThat(Thread.interrupted()).isTrue();
  }
}
