package org.phpipc.compat.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Sysvshm.shm_attach;
import static org.phpipc.php.Sysvshm.shm_get_var;
import static org.phpipc.php.Sysvshm.shm_put_var;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedVariables;
import org.phpipc.testing.CounterProcess;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;

/** Two PHP and two Java processes that count in one variable under one semaphore. */
class CounterWithPhpIT {
  private static final int TIMES = 10_000;

  /** Not asked anything: it says whether there is a PHP. */
  @RegisterExtension private static final Php php = new Php();

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  private final int key = kernel.freeKey().value();

  @Test
  void noIncrementIsLost() throws Exception {
    try (SharedVariables shm = shm_attach(key)) {
      shm_put_var(shm, 1, 0);
      List<Integer> exits = countTogether(true);
      assertThat(exits).containsOnly(0);
      assertThat(shm_get_var(shm, 1)).isEqualTo((long) TIMES * exits.size());
      SemaphoreSet set = SemaphoreSet.open(shm.key());
      assertThat(List.of(set.value(0), set.value(1), set.value(2))).containsExactly(1, 0, 0);
    }
  }

  /**
   * What is lost without the semaphore is printed: nobody can promise it. That every counter comes
   * to an end, whatever it finds in the segment, is promised.
   */
  @Test
  void withoutTheSemaphoreEverybodyStillComesToAnEnd() throws Exception {
    try (SharedVariables shm = shm_attach(key)) {
      shm_put_var(shm, 1, 0);
      List<Integer> exits = countTogether(false);
      Outcome counted = Outcome.inJava(() -> shm_get_var(shm, 1));
      System.out.printf(
          Locale.ROOT,
          "%d increments without a semaphore gave %s %s; exit codes %s%n",
          TIMES * exits.size(),
          counted.value(),
          counted.warnings(),
          exits);
      assertThat(exits).hasSize(4);
    }
  }

  private List<Integer> countTogether(boolean guarded) throws Exception {
    List<Process> counters = new ArrayList<>();
    try {
      for (int i = 0; i < 2; i++) {
        counters.add(CounterProcess.startPhp(key, TIMES, guarded));
        counters.add(CounterProcess.startJava(key, TIMES, guarded));
      }
      for (Process counter : counters) {
        assertThat(counter.getInputStream().readNBytes(5)).asString().isEqualTo("ready");
      }
      for (Process counter : counters) {
        counter.getOutputStream().write('\n');
        counter.getOutputStream().flush();
      }
      return exits(counters);
    } finally {
      counters.forEach(Process::destroyForcibly);
    }
  }

  private static List<Integer> exits(List<Process> counters) throws InterruptedException {
    List<Integer> exits = new ArrayList<>();
    for (Process counter : counters) {
      assertThat(counter.waitFor(60, TimeUnit.SECONDS)).isTrue();
      exits.add(counter.exitValue());
    }
    return exits;
  }
}
