package org.phpipc.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.phpipc.libc.jna.JnaIpcLibc;

class LibcLoaderTest {

  @Test
  void jnaIsLoadedByItsName() {
    assertThat(LibcLoader.load("jna")).isInstanceOf(JnaIpcLibc.class);
  }

  @Test
  void unknownBindingIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> LibcLoader.load("jni"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("-Dphpipc.binding=jni: must be one of jna, foreign, memory");
  }

  @Test
  void bindingThatTheBuildLeavesOutIsNamed() {
    assertThatThrownBy(() -> LibcLoader.load("foreign"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("-Dphpipc.binding=foreign");
  }
}
