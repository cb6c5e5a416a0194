package org.phpipc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
  @Test
  void handlerRunsForEachSignal() throws Exception {
    LinkedBlockingQueue<Signal> came = new LinkedBlockingQueue<>();
    Signals.handle(Signal.USR1, came::add);
    try {
      Processes.kill(Processes.pid(), Signal.USR1.number());
      assertThat(came.poll(30, TimeUnit.SECONDS)).isEqualTo(Signal.USR1);
    } finally {
      Signals.ignore(Signal.USR1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 8, 9, 11, 19, 40})
  void signalsThatAreKeptAreRefused(int number) {
    assertThatThrownBy(() -> Signals.ignore(new Signal(number)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the JVM or the kernel keeps it for itself");
  }

  @Test
  void numbersThatAreNoSignalsAreRefused() {
    assertThatThrownBy(() -> new Signal(65)).hasMessageContaining("not 65");
    assertThat(Signal.named("TERM")).isEqualTo(Signal.TERM).hasToString("SIGTERM");
  }
}
