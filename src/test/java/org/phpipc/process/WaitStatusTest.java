package org.phpipc.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitStatusTest {
  @Test
  void wordsReadAsTheirEnd() {
    assertThat(new WaitStatus(0x300)).hasToString("exit status 3");
    assertThat(new WaitStatus(9)).hasToString("ended by SIGKILL");
    assertThat(new WaitStatus(0x137f)).hasToString("stopped by SIGSTOP");
    assertThat(new WaitStatus(0xffff)).hasToString("continued");
    assertThat(new WaitStatus(40)).hasToString("ended by signal 40");
  }

  @Test
  void dumpedCoreIsStillASignal() {
    WaitStatus status = new WaitStatus(0x80 | 11);
    assertThat(status.signaled()).isTrue();
    assertThat(status.termSignal()).isEqualTo(11);
    assertThat(status.exited()).isFalse();
  }
}
