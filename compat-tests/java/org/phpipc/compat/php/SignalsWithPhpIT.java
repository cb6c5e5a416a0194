package org.phpipc.compat.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.phpipc.php.Pcntl.*;
import static org.phpipc.php.Posix.posix_getpid;
import static org.phpipc.php.Posix.posix_kill;
import static org.phpipc.php.Standard.sleep;
import static org.phpipc.php.Standard.usleep;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.php.PhpError;
import org.phpipc.php.PhpSignalHandler;
import org.phpipc.php.Ref;
import org.phpipc.testing.Background;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;

/** PHP's signals and their Java twins. */
class SignalsWithPhpIT {
  @RegisterExtension static final Php php = new Php();
  private final LinkedBlockingQueue<Integer> handled = new LinkedBlockingQueue<>();

  @AfterEach
  void forget() {
    pcntl_async_signals(false);
    pcntl_signal(SIGUSR1, SIG_IGN);
    pcntl_signal(SIGUSR2, SIG_IGN);
    pcntl_signal_dispatch();
  }

  @Test
  void handlerRunsWhenDispatched() throws Exception {
    String code =
        "(function () { $n = []; pcntl_signal(SIGUSR1, function ($s) use (&$n) { $n[] = $s; });"
            + " posix_kill(posix_getpid(), SIGUSR1); $before = $n; pcntl_signal_dispatch();"
            + " return [$before, $n]; })()";
    pcntl_signal(SIGUSR1, handled::add);
    posix_kill(posix_getpid(), SIGUSR1);
    List<Integer> before = List.copyOf(handled);
    pcntl_signal_dispatch();
    same(code, () -> List.of(before, List.copyOf(handled)));
  }

  @Test
  void asyncHandlerRunsByItself() throws Exception {
    assertThat(pcntl_async_signals(true)).isFalse();
    assertThat(pcntl_async_signals()).isTrue();
    pcntl_signal(SIGUSR2, handled::add);
    assertThat(php.call("posix_kill(" + posix_getpid() + ", SIGUSR2)").read()).isEqualTo(true);
    assertThat(handled.poll(30, TimeUnit.SECONDS)).isEqualTo(SIGUSR2);
  }

  @Test
  void handlersAreKnown() {
    PhpSignalHandler handler = handled::add;
    pcntl_signal(SIGUSR1, handler);
    assertThat(pcntl_signal_get_handler(SIGUSR1)).isSameAs(handler);
    pcntl_signal(SIGUSR1, SIG_IGN);
    assertThat(pcntl_signal_get_handler(SIGUSR1)).isEqualTo(SIG_IGN);
    pcntl_signal(SIGUSR1, SIG_DFL);
    assertThat(pcntl_signal_get_handler(SIGUSR1)).isEqualTo(SIG_DFL);
  }

  @Test
  void realTimeSignalsHaveTheSameBounds() {
    same("[SIGRTMIN, SIGRTMAX]", () -> List.of(SIGRTMIN, SIGRTMAX));
  }

  @Test
  void signalThatWakesThreadsIsRefusedByName() {
    assertThatThrownBy(() -> pcntl_signal(60, handled::add))
        .isInstanceOf(PhpError.class)
        .hasMessageContaining("signal 60 wakes threads that wait in the kernel");
  }

  @Test
  void argumentsThatAreRefused() {
    same("pcntl_signal(0, SIG_IGN)", () -> pcntl_signal(0, SIG_IGN));
    same("pcntl_signal(65, SIG_IGN)", () -> pcntl_signal(65, SIG_IGN));
    same("pcntl_signal(SIGUSR1, 2)", () -> pcntl_signal(SIGUSR1, 2));
    same("pcntl_signal_get_handler(33)", () -> pcntl_signal_get_handler(33));
  }

  @Test
  void signalsThatNobodyMayHandleAreRefused() {
    for (int signal : new int[] {SIGKILL, SIGSTOP, SIGSEGV, SIGQUIT, 40}) {
      assertThatThrownBy(() -> pcntl_signal(signal, handled::add))
          .isInstanceOf(PhpError.class)
          .hasMessageStartingWith("Error installing signal handler for " + signal);
    }
  }

  @Test
  void sleepEndsWithASignalAndSaysWhatIsLeft() {
    pcntl_signal(SIGUSR1, handled::add);
    Thread sleeper = Thread.currentThread();
    var unused = Background.run(() -> signalWhenWaiting(sleeper));
    assertThat(sleep(1000)).isBetween(900, 1000);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    unused = Background.run(() -> signalWhenWaiting(sleeper));
    usleep(1_000_000_000L);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void waitThatIsNotRestartedEndsWithASignal() {
    Ref<Long> status = new Ref<>();
    long pid = pcntl_spawn("sleep", "1000");
    try {
      pcntl_signal(SIGUSR1, handled::add, false);
      Thread waiter = Thread.currentThread();
      var unused = Background.run(() -> signalWhenWaiting(waiter));
      assertThat(pcntl_wait(status)).isEqualTo(-1);
      assertThat(pcntl_get_last_error()).isEqualTo(PCNTL_EINTR);
    } finally {
      posix_kill(pid, SIGKILL);
      pcntl_waitpid(pid, status);
    }
  }

  @Test
  void waitThatIsRestartedGoesOn() throws Exception {
    Ref<Long> status = new Ref<>();
    pcntl_async_signals(true);
    long pid = pcntl_spawn("sleep", "1000");
    pcntl_signal(
        SIGUSR1,
        signal -> {
          handled.add(signal);
          posix_kill(pid, SIGTERM);
        });
    Thread waiter = Thread.currentThread();
    var unused = Background.run(() -> signalWhenWaiting(waiter));
    assertThat(pcntl_wait(status)).isEqualTo(pid);
    assertThat(pcntl_wtermsig(status.value)).isEqualTo(SIGTERM);
    assertThat(handled).containsExactly(SIGUSR1);
  }

  @Test
  void alarmEndsSleepAndItsHandlerRuns() throws Exception {
    String code =
        "(function () { $n = []; pcntl_signal(SIGALRM, function ($s) use (&$n) { $n[] = $s; });"
            + " pcntl_alarm(1); $left = sleep(60); pcntl_signal_dispatch();"
            + " pcntl_signal(SIGALRM, SIG_DFL); return [$left < 60, $n]; })()";
    same(
        code,
        () -> {
          pcntl_signal(SIGALRM, handled::add);
          pcntl_alarm(1);
          int left = sleep(60);
          pcntl_signal_dispatch();
          pcntl_signal(SIGALRM, SIG_DFL);
          return List.of(left < 60, List.copyOf(handled));
        });
  }

  @Test
  void ignoredSignalDoesNothing() {
    pcntl_signal(SIGUSR1, SIG_IGN);
    assertThat(php.call("posix_kill(" + posix_getpid() + ", SIGUSR1)").read()).isEqualTo(true);
  }

  private static void signalWhenWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    posix_kill(posix_getpid(), SIGUSR1);
  }

  private static void same(String expression, Callable<?> java) {
    assertThat(Outcome.inJava(java)).describedAs(expression).isEqualTo(php.call(expression));
  }
}
