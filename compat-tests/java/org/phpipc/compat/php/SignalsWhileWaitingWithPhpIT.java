package org.phpipc.compat.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Pcntl.SIGUSR1;
import static org.phpipc.php.Pcntl.SIG_IGN;
import static org.phpipc.php.Pcntl.pcntl_async_signals;
import static org.phpipc.php.Pcntl.pcntl_signal;
import static org.phpipc.php.Pcntl.pcntl_signal_dispatch;
import static org.phpipc.php.Posix.posix_getpid;
import static org.phpipc.php.Posix.posix_kill;
import static org.phpipc.php.Sysvsem.sem_acquire;
import static org.phpipc.php.Sysvsem.sem_get;
import static org.phpipc.php.Sysvsem.sem_release;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.php.PhpSignalHandler;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.PhpSemaphore;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.Outcome;

/** A signal that comes while a script waits for a queue or a semaphore, in PHP and in Java. */
class SignalsWhileWaitingWithPhpIT extends QueuesAlike {
  private static final int CAPACITY = 10;
  private final LinkedBlockingQueue<Integer> handled = new LinkedBlockingQueue<>();

  @AfterEach
  void forget() {
    pcntl_async_signals(false);
    pcntl_signal(SIGUSR1, SIG_IGN);
    php.run("pcntl_signal(SIGUSR1, SIG_DFL);");
  }

  @ParameterizedTest(name = "restart_syscalls: {0}")
  @ValueSource(booleans = {true, false})
  void receiveEndsAndTheHandlerRunsAfterwards(boolean restart) {
    handleInPhp(restart);
    php.run("$t = $x = $e = null;");
    Outcome inPhp =
        signaledInPhp(
            "[msg_receive($q, 0, $t, 100, $x, error_code: $e), $t, $x, $e, $n,"
                + " pcntl_signal_dispatch(), $n]",
            "msgrcv");
    pcntl_signal(SIGUSR1, handled::add, restart);
    Callable<?> receive = () -> receive(0, 100, true, 0);
    assertThat(Outcome.inJava(() -> signaled("msgrcv", receive))).isEqualTo(inPhp);
    assertThat(inPhp.value()).contains("i:3;i:4;"); // EINTR
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @ParameterizedTest(name = "restart_syscalls: {0}")
  @ValueSource(booleans = {true, false})
  void sendEndsAndTheHandlerRunsAfterwards(boolean restart) {
    queue.resize(CAPACITY);
    php.run("msg_set_queue($q, ['msg_qbytes' => " + CAPACITY + "]); $e = null;");
    handleInPhp(restart);
    Outcome inPhp =
        signaledInPhp(
            "[msg_send($q, 1, 'longer than that', error_code: $e), $e, $n,"
                + " pcntl_signal_dispatch(), $n]",
            "msgsnd");
    pcntl_signal(SIGUSR1, handled::add, restart);
    Callable<?> send = () -> send(1, "longer than that", true, true);
    assertThat(Outcome.inJava(() -> signaled("msgsnd", send))).isEqualTo(inPhp);
    assertThat(inPhp.warnings())
        .containsExactly("Warning: msg_send(): msgsnd failed: Interrupted system call");
    assertThat(queue.tryReceive()).isEmpty();
  }

  @Test
  void asyncHandlerRunsAndReceiveEnds() throws Exception {
    pcntl_async_signals(true);
    pcntl_signal(SIGUSR1, handled::add);
    var unused = signalWhen("msgrcv");
    assertThat(receive(0, 100, true, 0)).isEqualTo(list(false, 0L, false, 4L));
    assertThat(handled.poll(30, TimeUnit.SECONDS)).isEqualTo(SIGUSR1);
  }

  @Test
  void ignoredSignalLetsReceiveWaitOn() {
    pcntl_signal(SIGUSR1, SIG_IGN);
    CompletableFuture<Void> sent =
        Background.run(
            () -> {
              BlockedCalls.await("msgrcv", queue);
              posix_kill(posix_getpid(), SIGUSR1);
              queue.send(1, new byte[] {'i', ':', '5', ';'});
            });
    assertThat(receive(0, 100, true, 0)).isEqualTo(list(true, 1L, 5L, 0L));
    sent.join();
  }

  /** PHP's extension makes the call again where a signal ended it. */
  @Test
  void acquireWaitsOnInBothLanguages() {
    IpcKey key = kernel.freeKey();
    PhpSemaphore held = sem_get(key.value());
    SemaphoreSet set = kernel.owned(SemaphoreSet.open(key));
    assertThat(sem_acquire(held)).isTrue();
    handleInPhp(true);
    php.run("$m = sem_get(" + key.value() + ");");
    CompletableFuture<Outcome> inPhp =
        php.begin("[sem_acquire($m), $n, pcntl_signal_dispatch(), $n, sem_release($m)]");
    BlockedCalls.awaitWaiter(set, 0);
    posix_kill(php.pid(), SIGUSR1);
    sem_release(held);
    assertThat(Outcome.inJava(() -> acquiredInJava(key, held, set))).isEqualTo(inPhp.join());
  }

  private List<Object> acquiredInJava(IpcKey key, PhpSemaphore held, SemaphoreSet set) {
    assertThat(sem_acquire(held)).isTrue();
    PhpSemaphore wanted = sem_get(key.value());
    PhpSignalHandler handler = handled::add;
    pcntl_signal(SIGUSR1, handler);
    CompletableFuture<Void> released =
        Background.run(
            () -> {
              BlockedCalls.awaitWaiter(set, 0);
              posix_kill(posix_getpid(), SIGUSR1);
              sem_release(held);
            });
    boolean acquired = sem_acquire(wanted);
    released.join();
    List<Integer> before = List.copyOf(handled);
    return list(acquired, before, dispatched(), List.copyOf(handled), sem_release(wanted));
  }

  private static void handleInPhp(boolean restart) {
    php.run(
        String.format(
            Locale.ROOT,
            "$n = []; pcntl_signal(SIGUSR1, function ($s) use (&$n) { $n[] = $s; }, %b);",
            restart));
  }

  /** What an expression gives that PHP waits in until it gets a signal. */
  private Outcome signaledInPhp(String expression, String call) {
    MessageQueue ofPhp = MessageQueue.open(keyOfPhp);
    CompletableFuture<Outcome> outcome = php.begin(expression);
    BlockedCalls.await(php.pid(), call, ofPhp);
    posix_kill(php.pid(), SIGUSR1);
    return outcome.join();
  }

  /** What the call gives, and which handlers ran before and after it was dispatched. */
  private List<Object> signaled(String kernelCall, Callable<?> call) throws Exception {
    CompletableFuture<Void> signal = signalWhen(kernelCall);
    List<Object> results = new ArrayList<>((List<?>) call.call());
    signal.join();
    results.add(List.copyOf(handled));
    results.add(dispatched());
    results.add(List.copyOf(handled));
    return results;
  }

  private CompletableFuture<Void> signalWhen(String kernelCall) {
    return Background.run(
        () -> {
          BlockedCalls.await(kernelCall, queue);
          posix_kill(posix_getpid(), SIGUSR1);
        });
  }

  /** The JVM hands a signal to another thread, which may take its time. */
  private boolean dispatched() {
    boolean dispatched = pcntl_signal_dispatch();
    while (handled.isEmpty()) {
      dispatched = pcntl_signal_dispatch();
    }
    return dispatched;
  }
}
