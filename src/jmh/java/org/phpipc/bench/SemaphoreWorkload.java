package org.phpipc.bench;

import static org.phpipc.php.Sysvsem.sem_acquire;
import static org.phpipc.php.Sysvsem.sem_get;
import static org.phpipc.php.Sysvsem.sem_release;

import org.phpipc.sysv.PhpSemaphore;

/** PHP's functions where nobody else wants the semaphore. */
final class SemaphoreWorkload implements Workload {
  private PhpSemaphore semaphore;

  @Override
  public String title() {
    return "semaphore: sem_acquire + sem_release, uncontended";
  }

  @Override
  public int count() {
    return 200_000;
  }

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
