package org.phpipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.phpipc.process.ProcessSpawner;
import org.phpipc.sysv.IpcKey;

class KernelExceptionTest {
  private static Stream<Arguments> refusals() {
    ThrowingCallable ofIpc = () -> IpcKey.ftok(Path.of("/nonexistent"), 'a');
    ThrowingCallable ofProcesses = ProcessSpawner.of("/nonexistent")::start;
    return Stream.of(Arguments.of("ftok", ofIpc), Arguments.of("posix_spawn", ofProcesses));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusalsOfEveryKindAreCaughtByIt(String call, ThrowingCallable action) {
    KernelException refused = catchThrowableOfType(KernelException.class, action);
    assertThat(refused.call()).isEqualTo(call);
    assertThat(refused.errno()).isEqualTo(Errno.ENOENT.number());
    assertThat(refused.error()).contains(Errno.ENOENT);
    assertThat(refused).hasMessageStartingWith(call + " on ").hasMessageContaining("/nonexistent");
  }
}
