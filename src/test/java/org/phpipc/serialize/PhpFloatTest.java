package org.phpipc.serialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code (string) $float} gives in PHP 8.2 under {@code precision}. */
class PhpFloatTest {
  @ParameterizedTest
  @CsvSource({
    "14, 0.1, 0.1",
    "14, 163605, 163605",
    "14, 1e25, 1.0E+25",
    "14, -Infinity, -INF",
    "14, NaN, NAN",
    "14, -0.0, -0",
    "3, 163605, 1.64E+5",
    "3, -Infinity, -IN",
    "1, -Infinity, -",
    "17, 0.1, 0.10000000000000001",
    "-1, 1e25, 1.0E+25"
  })
  void textHasTheDigitsOfThePrecision(int precision, double value, String expected) {
    assertThat(PhpFloat.text(value, precision)).isEqualTo(expected);
  }

  @Test
  void aPrecisionOfZeroIsRefused() {
    assertThatThrownBy(() -> PhpFloat.text(0.5, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
