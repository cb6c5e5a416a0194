package org.phpipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No text depends on the default locale, whose digits may be others than PHP's: each call that
 * formats names its locale. Error Prone refuses most other calls where the build compiles; this
 * reads the sources, those that the build does not compile among them.
 */
class LocaleTest {
  private static final List<Path> SOURCES =
      Stream.of("src", "cli", "testkit", "bench", "compat-tests", "examples", "bin")
          .map(Path::of)
          .toList();

  /**
   * A call that takes the default locale: it names none, or it is commons-lang's and has no way to.
   */
  private static final Pattern CALL_WITHOUT_LOCALE =
      Pattern.compile(
          "\\.formatted\\(|\\bString\\.format\\(\\s*+(?!Locale\\.)|\\.printf\\(\\s*+(?!Locale\\.)"
              + "|\\.to(?:Lower|Upper)Case\\(\\)|\\bnew (?:Formatter|Scanner)\\("
              + "|\\bValidate\\.\\w+\\([^;]*%[,+.0-9]*[deEfgox]");

  @Test
  void everyCallThatFormatsNamesItsLocale() throws IOException {
    for (Path folder : SOURCES) {
      try (Stream<Path> files = Files.walk(folder)) {
        assertThat(files.filter(LocaleTest::isChecked)).filteredOn(LocaleTest::hasCall).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"%d\".formatted(1)",
        "String.format(\n    \"%d\", 1)",
        "out.printf(text)",
        "Validate.isTrue(n > 0, \"%d\", n)"
      })
  void callWithoutLocaleIsFound(String code) {
    assertThat(code).containsPattern(CALL_WITHOUT_LOCALE);
  }

  private static boolean hasCall(Path file) {
    try {
      return CALL_WITHOUT_LOCALE.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isChecked(Path file) {
    return file.toString().endsWith(".java") && !file.endsWith("LocaleTest.java");
  }
}
