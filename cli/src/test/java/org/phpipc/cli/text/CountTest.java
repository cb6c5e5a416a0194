package org.phpipc.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 messages",
    "1, 1 message",
    "2, 2 messages",
    "-1, -1 messages",
    "11, 11 messages"
  })
  void onlyOneIsSingular(long number, String text) {
    assertThat(Count.of(number, "message")).isEqualTo(text);
  }

  @Test
  void verbGoesWithTheNumber() {
    assertThat(Count.form(1, "is", "are")).isEqualTo("is");
    assertThat(Count.form(0, "is", "are")).isEqualTo("are");
  }
}
