package org.phpipc.cli.notation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phpipc.cli.console.Refusal;

/** What is refused; what is read is compared with PHP in {@code PhpLiteralIT}. */
class PhpLiteralTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | byte 0: here should be null, a boolean",
        "hello | byte 0: here should be null, a boolean",
        "1 2 | byte 2: nothing may follow the value",
        "'abc | byte 0: this string has no end",
        "\"a $b\" | byte 3: there are no variables",
        "\"{$b}\" | byte 1: there are no variables",
        "\"\\u{110000}\" | byte 1: \\u{110000} is no code point",
        "\"\\u{}\" | byte 1: \\u{...} takes hexadecimal digits",
        "[1, 2 | byte 5: here should be ]",
        "[1 2] | byte 3: here should be ]",
        "[[1] => 2] | a key is a whole number or a string",
        "[1.5 => 2] | a key is a whole number or a string",
        "[...[1]] | references and spreading are no literals",
        "[PHP_INT_MAX => 1, 2] | there is no next one",
        "array | byte 5: here should be (",
        "-'a' | byte 1: here should be null, a boolean",
        "-null | a sign stands before a number",
        "08 | byte 1: nothing may follow the value",
        "system('id') | byte 0: here should be null",
        "'a' . 1 | only a string can be joined",
        "(object) 1 | (object) takes an array",
        "/* | byte 0: here should be null"
      })
  void whatIsNoLiteralIsRefusedWithItsPlace(String source, String complaint) {
    assertThatThrownBy(() -> PhpLiteral.parse(source))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("not a PHP literal, byte ")
        .hasMessageContaining(complaint);
  }

  @Test
  void deepNestingIsRefused() {
    assertThat(PhpLiteral.parse("[".repeat(400) + "]".repeat(400))).isNotNull();
    assertThatThrownBy(() -> PhpLiteral.parse("[".repeat(100_000)))
        .hasMessageContaining("nested deeper than 500");
  }
}
