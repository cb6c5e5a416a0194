package org.phpipc.serialize.number;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ints are written as Java writes them. */
class DecimalTest {

  @Test
  void numbersWhereOneMoreDigitIsNeeded() {
    List<Long> numbers = new ArrayList<>(List.of(0L, Long.MAX_VALUE, Long.MIN_VALUE));
    for (long power = 1; power <= 1_000_000_000_000_000_000L / 10; power *= 10) {
      numbers.addAll(List.of(power - 1, power, power + 1, -power + 1, -power, -power - 1));
    }
    assertThat(numbers).allSatisfy(n -> assertThat(written(n)).isEqualTo(Long.toString(n)));
  }

  @Test
  void everyNumberOfFourDigitsAtEachEndOfEight() {
    for (int i = 0; i < 10_000; i++) {
      long high = i * 10_000L + 1234;
      assertThat(written(i)).isEqualTo(Integer.toString(i));
      assertThat(written(high)).isEqualTo(Long.toString(high));
    }
  }

  @Test
  void numbersOfAllLengths() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      long number = random.nextLong() >> random.nextInt(Long.SIZE);
      assertThat(written(number)).isEqualTo(Long.toString(number));
    }
  }

  private static String written(long number) {
    byte[] to = new byte[Decimal.ROOM + 1];
    return new String(to, 1, Decimal.put(number, to, 1) - 1, US_ASCII);
  }
}
