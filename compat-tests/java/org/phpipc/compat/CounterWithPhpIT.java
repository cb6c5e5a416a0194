package org.phpipc.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Sysvshm.shm_attach;
import static org.phpipc.php.Sysvshm.shm_get_var;
import static org.phpipc.php.Sysvshm.shm_put_var;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.KernelObjects;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedVariables;

/** Two PHP and two Java processes that count in one variable under one semaphore. */
class CounterWithPhpIT {
  private static final int TIMES = 10_000;

  /** Not asked anything: it says whether there is a PHP. */
  @RegisterExtension private static final Php php = new Php();

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  @Test
  void noIncrementIsLost() throws Exception {
    int key = kernel.freeKey().value();
    try (SharedVariables shm = shm_attach(key)) {
      shm_put_var(shm, 1, 0);
      List<Process> counters =
          List.of(
              CounterProcess.startPhp(key, TIMES),
              CounterProcess.startJava(key, TIMES),
              CounterProcess.startPhp(key, TIMES),
              CounterProcess.startJava(key, TIMES));
      try {
        countTogether(counters);
        assertThat(shm_get_var(shm, 1)).isEqualTo((long) TIMES * counters.size());
        SemaphoreSet set = SemaphoreSet.open(shm.key());
        assertThat(List.of(set.value(0), set.value(1), set.value(2))).containsExactly(1, 0, 0);
      } finally {
        counters.forEach(Process::destroyForcibly);
      }
    }
  }

  private static void countTogether(List<Process> counters) throws Exception {
    for (Process counter : counters) {
      assertThat(counter.getInputStream().readNBytes(5)).asString().isEqualTo("ready");
    }
    for (Process counter : counters) {
      counter.getOutputStream().write('\n');
      counter.getOutputStream().flush();
    }
    for (Process counter : counters) {
      assertThat(counter.waitFor()).isZero();
    }
  }
}
