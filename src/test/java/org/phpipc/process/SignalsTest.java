package org.phpipc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
  private static final Signal REAL_TIME = new Signal(40);

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

  @Test
  void handlerRunsForEachRealTimeSignal() throws Exception {
    LinkedBlockingQueue<Signal> came = new LinkedBlockingQueue<>();
    Signals.handle(REAL_TIME, came::add);
    try {
      for (int i = 0; i < 3; i++) {
        Processes.kill(Processes.pid(), REAL_TIME.number());
      }
      for (int i = 0; i < 3; i++) {
        assertThat(came.poll(30, TimeUnit.SECONDS)).isEqualTo(REAL_TIME);
      }
    } finally {
      Signals.ignore(REAL_TIME);
    }
    assertThat(came).isEmpty();
  }

  @Test
  void collectTellsOfEachSignalThatAProcessHasSentWhichIsOver() throws Exception {
    LinkedBlockingQueue<Signal> came = new LinkedBlockingQueue<>();
    Signals.listen(REAL_TIME, came::add);
    try {
      String script = "kill -40 $0; kill -40 $0; kill -40 $0";
      ProcessSpawner kills = ProcessSpawner.of("sh", "-c", script, "" + Processes.pid());
      assertThat(kills.start().await().exitStatus()).isZero();
      Signals.collect();
      assertThat(came).containsExactly(REAL_TIME, REAL_TIME, REAL_TIME);
    } finally {
      Signals.ignore(REAL_TIME);
    }
  }

  @Test
  void listenerThatFailsKeepsNoSignalFromTheNext() throws Exception {
    LinkedBlockingQueue<Signal> came = new LinkedBlockingQueue<>();
    Signals.listen(REAL_TIME, signal -> fail("on purpose"));
    Signals.listen(Signal.USR1, came::add);
    try {
      Processes.kill(Processes.pid(), REAL_TIME.number());
      Processes.kill(Processes.pid(), Signal.USR1.number());
      assertThat(came.poll(30, TimeUnit.SECONDS)).isEqualTo(Signal.USR1);
    } finally {
      Signals.ignore(Signal.USR1);
      Signals.ignore(REAL_TIME);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 8, 9, 11, 19, 32, 33, 62})
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
