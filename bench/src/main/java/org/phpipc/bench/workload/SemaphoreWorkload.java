package org.phpipc.bench.workload;

import static org.phpipc.php.Sysvsem.sem_acquire;
import static org.phpipc.php.Sysvsem.sem_get;
import static org.phpipc.php.Sysvsem.sem_release;

import org.phpipc.sysv.PhpSemaphore;

/** PHP's functions, whether or not another process wants the semaphore. */
final class SemaphoreWorkload implements Workload {
  private PhpSemaphore semaphore;

  @Override
  public void prepare(long key) {
    semaphore = sem_get(key, 1, 0600);
  }

  @Override
  public void run(int count) {
    boolean done = true;
    for (int i = 0; i < count; i++) {
      done &= sem_acquire(semaphore);
      done &= sem_release(semaphore);
    }
    Workload.require(done);
  }
}
