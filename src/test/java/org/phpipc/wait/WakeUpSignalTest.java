package org.phpipc.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.Sigaction;

class WakeUpSignalTest {
  private static final int UNUSED = 50;

  @Test
  void signalThatTheProgramHandlesIsRefused() {
    IpcLibc libc = IpcLibc.get();
    handle(libc.dlsym("labs"));
    assertThatThrownBy(() -> WakeUpSignal.installed(libc, UNUSED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("signal 50")
        .hasMessageContaining("has a handler already")
        .hasMessageContaining("-Dphpipc.wakeup.signal=34 to 64");
    handle(Sigaction.SIG_DFL);
  }

  private static void handle(long handler) {
    NativeBuffer acts = IpcLibc.get().buffer(2 * Sigaction.SIZE);
    for (int i = 0; i < Sigaction.SIZE; i += Long.BYTES) {
      acts.bytes().putLong(i, 0);
    }
    acts.bytes().putLong(Sigaction.HANDLER_OFFSET, handler);
    assertThat(IpcLibc.get().sigaction(UNUSED, acts, 0, Sigaction.SIZE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"33", "65", "9", "USR1", ""})
  void signalThatIsNoRealTimeSignalIsRefused(String value) {
    assertThatThrownBy(() -> WakeUpSignal.number(value))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("-Dphpipc.wakeup.signal=" + value + ": must be a real-time signal, 34 to 64");
  }
}
