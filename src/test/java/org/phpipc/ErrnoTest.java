package org.phpipc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrnoTest {

  @Test
  void everyConstantIsFoundByItsNumber() {
    for (Errno errno : Errno.values()) {
      assertThat(Errno.of(errno.number())).contains(errno);
    }
  }

  @Test
  void numbersWithoutANameHaveNone() {
    assertThat(Errno.of(0)).isEmpty();
    assertThat(Errno.of(-1)).isEmpty();
    assertThat(Errno.of(41)).isEmpty();
    assertThat(Errno.of(4711)).isEmpty();
  }

  @Test
  void unknownNumbersHaveTheTextOfStrerror() {
    assertThat(Errno.text(41)).isEqualTo("Unknown error 41");
    assertThat(Errno.text(-7)).isEqualTo("Unknown error -7");
    assertThat(Errno.text(0)).isEqualTo("Success");
  }
}
