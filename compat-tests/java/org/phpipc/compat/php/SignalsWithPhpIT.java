package org.phpipc.compat.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.phpipc.php.Pcntl.*;
import static org.phpipc.php.Posix.posix_getpgrp;
import static org.phpipc.php.Posix.posix_getpid;
import static org.phpipc.php.Posix.posix_kill;
import static org.phpipc.php.Posix.posix_setpgid;
import static org.phpipc.php.Standard.sleep;
import static org.phpipc.php.Standard.usleep;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.php.PhpError;
import org.phpipc.php.PhpSignalHandler;
import org.phpipc.php.Ref;
import org.phpipc.testing.Background;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;

/** PHP's signals and their Java twins. */
class SignalsWithPhpIT {
  @RegisterExtension static final Php php = new Php();
  private static final int REAL_TIME = SIGRTMIN + 1;
  private final LinkedBlockingQueue<Integer> handled = new LinkedBlockingQueue<>();

  @AfterEach
  void forget() {
    pcntl_async_signals(false);
    pcntl_signal(SIGUSR1, SIG_IGN);
    pcntl_signal(SIGUSR2, SIG_IGN);
    pcntl_signal(REAL_TIME, SIG_IGN);
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
  void handlerRunsForEachRealTimeSignalInTheOrderOfAll() throws Exception {
    String code =
        """
        (function () {
          $n = [];
          foreach ([SIGUSR1, SIGRTMIN + 1] as $signal) {
            pcntl_signal($signal, function ($s) use (&$n) { $n[] = $s; });
          }
          foreach ([SIGRTMIN + 1, SIGRTMIN + 1, SIGUSR1, SIGRTMIN + 1] as $signal) {
            posix_kill(posix_getpid(), $signal);
          }
          $before = $n;
          pcntl_signal_dispatch();
          pcntl_signal(SIGRTMIN + 1, SIG_IGN);
          return [$before, $n];
        })()""";
    pcntl_signal(SIGUSR1, handled::add);
    pcntl_signal(REAL_TIME, handled::add);
    for (int signal : new int[] {REAL_TIME, REAL_TIME, SIGUSR1, REAL_TIME}) {
      posix_kill(posix_getpid(), signal);
    }
    List<Integer> before = List.copyOf(handled);
    pcntl_signal_dispatch();
    same(code, () -> List.of(before, List.copyOf(handled)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SIGUSR1", "SIGRTMIN + 1", "SIGRTMIN + 1, SIGRTMIN + 1"})
  void dispatchAfterTheEndOfAnotherProcessSeesItsSignals(String signals) {
    String send = "foreach ([" + signals + "] as $s) { posix_kill(posix_getppid(), $s); }";
    String code =
        String.format(
            Locale.ROOT,
            """
        (function () {
          $n = [];
          foreach ([%s] as $s) { pcntl_signal($s, function ($s) use (&$n) { $n[] = $s; }); }
          if (($child = pcntl_fork()) == 0) { %s posix_kill(posix_getpid(), SIGKILL); }
          pcntl_waitpid($child, $status);
          pcntl_signal_dispatch();
          return $n;
        })()""",
            signals,
            send);
    pcntl_signal(SIGUSR1, handled::add);
    pcntl_signal(REAL_TIME, handled::add);
    pcntl_waitpid(pcntl_spawn("php", "-n", "-d", "extension=posix", "-r", send), new Ref<>());
    pcntl_signal_dispatch();
    same(code, () -> List.copyOf(handled));
  }

  /** In a group of its own, whose only member is the process. */
  @Test
  void dispatchSeesASignalToTheOwnGroup() {
    String code =
        """
        (function () {
          if (($child = pcntl_fork()) == 0) {
            posix_setpgid(0, 0);
            $n = 0;
            foreach ([SIGUSR1, SIGRTMIN + 1] as $s) { pcntl_signal($s, function () use (&$n) { $n++; }); }
            foreach ([SIGUSR1, SIGRTMIN + 1] as $s) { posix_kill(0, $s); posix_kill(-posix_getpgrp(), $s); }
            pcntl_signal_dispatch();
            pcntl_signal(SIGRTMIN + $n, SIG_DFL);
            posix_kill(posix_getpid(), SIGRTMIN + $n);
          }
          pcntl_waitpid($child, $status);
          return pcntl_wtermsig($status) - SIGRTMIN;
        })()""";
    same(code, () -> endingSignal(pcntl_spawn(SignalsWithPhpIT::signalTheGroup)) - SIGRTMIN);
  }

  private static void signalTheGroup() {
    AtomicInteger n = new AtomicInteger();
    posix_setpgid(0, 0);
    for (int signal : new int[] {SIGUSR1, REAL_TIME}) {
      pcntl_signal(signal, signo -> n.incrementAndGet());
      posix_kill(0, signal);
      posix_kill(-posix_getpgrp(), signal);
    }
    pcntl_signal_dispatch();
    pcntl_signal(SIGRTMIN + n.get(), SIG_DFL);
    posix_kill(posix_getpid(), SIGRTMIN + n.get());
  }

  private static int endingSignal(long child) {
    Ref<Long> status = new Ref<>();
    pcntl_waitpid(child, status);
    return pcntl_wtermsig(status.value);
  }

  @Test
  void signalThatCameBeforeItWasIgnoredIsHandledIfAHandlerIsThereAgain() throws Exception {
    String code =
        """
        (function () {
          $n = [];
          $handler = function ($s) use (&$n) { $n[] = $s; };
          pcntl_signal(SIGUSR1, $handler);
          posix_kill(posix_getpid(), SIGUSR1);
          pcntl_signal(SIGUSR1, SIG_IGN);
          posix_kill(posix_getpid(), SIGUSR1);
          pcntl_signal(SIGUSR1, $handler);
          pcntl_signal_dispatch();
          return $n;
        })()""";
    pcntl_signal(SIGUSR1, handled::add);
    posix_kill(posix_getpid(), SIGUSR1);
    pcntl_signal(SIGUSR1, SIG_IGN);
    posix_kill(posix_getpid(), SIGUSR1);
    pcntl_signal(SIGUSR1, handled::add);
    pcntl_signal_dispatch();
    same(code, () -> List.copyOf(handled));
  }

  @ParameterizedTest
  @ValueSource(ints = {SIGUSR2, REAL_TIME})
  void asyncHandlerRunsByItself(int signal) throws Exception {
    assertThat(pcntl_async_signals(true)).isFalse();
    assertThat(pcntl_async_signals()).isTrue();
    pcntl_signal(signal, handled::add);
    String code = "posix_kill(" + posix_getpid() + ", " + signal + ")";
    assertThat(php.call(code).read()).isEqualTo(true);
    assertThat(handled.poll(30, TimeUnit.SECONDS)).isEqualTo(signal);
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
    same("pcntl_signal_get_handler(SIGRTMIN)", () -> pcntl_signal_get_handler(SIGRTMIN));
  }

  @Test
  void signalsThatNobodyMayHandleAreRefused() {
    for (int signal : new int[] {SIGKILL, SIGSTOP, SIGSEGV, SIGQUIT, 32, 33, 62}) {
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

  @ParameterizedTest
  @ValueSource(ints = {SIGUSR1, REAL_TIME, SIGRTMAX})
  void ignoredSignalDoesNothing(int signal) {
    same("pcntl_signal(" + signal + ", SIG_IGN)", () -> pcntl_signal(signal, SIG_IGN));
    String code = "posix_kill(" + posix_getpid() + ", " + signal + ")";
    assertThat(php.call(code).read()).isEqualTo(true);
    same("pcntl_signal(" + signal + ", SIG_DFL)", () -> pcntl_signal(signal, SIG_DFL));
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
