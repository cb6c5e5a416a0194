package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phpipc.serialize.number.ShortestDecimal;

/** Expected texts are what PHP 8.2 wrote. */
class FloatsTest {

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "1, 1",
    "-0.0, -0",
    "0.0, 0",
    "100000, 100000",
    "0.0001, 0.0001",
    "0.00012345, 0.00012345",
    "0.00001, 1.0E-5",
    "1.5e-7, 1.5E-7",
    "1e15, 1000000000000000",
    "1e16, 10000000000000000",
    "1e17, 1.0E+17",
    "123456789012345678, 1.2345678901234568E+17",
    "9223372036854775808, 9.223372036854776E+18",
    "1e25, 1.0E+25",
    "-1e-10, -1.0E-10",
    "1.7976931348623157E308, 1.7976931348623157E+308",
    "Infinity, INF",
    "-Infinity, -INF",
    "NaN, NAN"
  })
  void shortestFormIsThatOfPhp(double value, String expected) {
    assertThat(write(value, PhpSerializer.SHORTEST)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1e23, 1.0E+23",
    "2e23, 2.0E+23",
    "8.41e21, 8.41E+21",
    "5.684341886080802E-14, 5.684341886080802E-14",
    "4.9E-324, 5.0E-324",
    "1.0E-323, 1.0E-323",
    "2.2250738585072014E-308, 2.2250738585072014E-308"
  })
  void isShortWhereDoubleToStringIsNot(double value, String expected) {
    assertThat(write(value, PhpSerializer.SHORTEST)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "17, 0.1, 0.10000000000000001",
    "17, 1e25, 1.0000000000000001E+25",
    "17, 5e-324, 4.9406564584124654E-324",
    "17, 1e15, 1000000000000000",
    "17, 1, 1",
    "5, 163605, 1.6360E+5",
    "3, 56050, 5.60E+4",
    "1, 2.5, 2",
    "1, 35, 4.0E+1",
    "4, 123456, 1.235E+5",
    "3, -Infinity, -IN",
    "1, NaN, N"
  })
  void aPrecisionRoundsToThatManyDigits(int precision, double value, String expected) {
    assertThat(write(value, precision)).isEqualTo(expected);
  }

  @Test
  void aPrecisionIsMinusOneOrPositive() {
    assertThatThrownBy(() -> PhpSerializer.builder().precision(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyFormReadsBackAsTheSameFloat() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertSame(value, write(value, PhpSerializer.SHORTEST));
        if (i % 10 == 0) {
          assertSame(value, write(value, 17));
        }
      }
    }
  }

  @Test
  void noTextWithOneDigitLessIsTheSameFloat() {
    Random random = new Random(8);
    ShortestDecimal shortest = new ShortestDecimal();
    for (int i = 0; i < 50_000; i++) {
      double value = Math.abs(Double.longBitsToDouble(random.nextLong()));
      if (Double.isFinite(value) && value > 0) {
        shortest.of(value);
        BigDecimal decimal =
            BigDecimal.valueOf(shortest.digits(), -shortest.exponent()).stripTrailingZeros();
        BigDecimal ulp = BigDecimal.ONE.scaleByPowerOfTen(1 - decimal.scale());
        BigDecimal below = decimal.divideToIntegralValue(ulp).multiply(ulp);
        assertThat(below.doubleValue()).isNotEqualTo(value);
        assertThat(below.add(ulp).doubleValue()).isNotEqualTo(value);
      }
    }
  }

  @Test
  void decimalsAreWrittenAsTheyWereGiven() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      long digits = random.nextLong(1, 1L << random.nextInt(1, 50));
      String text =
          BigDecimal.valueOf(digits, random.nextInt(9)).stripTrailingZeros().toPlainString();
      double value = Double.parseDouble(text);
      if (value >= 1E-4 && value < 1E15) {
        assertThat(write(value, PhpSerializer.SHORTEST)).isEqualTo(text);
      }
    }
  }

  private static void assertSame(double value, String text) {
    Object read = PhpSerializer.standard().read(("d:" + text + ";").getBytes(ISO_8859_1));
    assertThat(Double.doubleToLongBits((Double) read)).isEqualTo(Double.doubleToLongBits(value));
  }

  private static String write(double value, int precision) {
    byte[] bytes = PhpSerializer.builder().precision(precision).build().write(value);
    String text = new String(bytes, ISO_8859_1);
    assertThat(text).startsWith("d:").endsWith(";");
    return text.substring(2, text.length() - 1);
  }
}
