package org.phpipc.bench;

import static org.phpipc.php.Sysvshm.shm_attach;
import static org.phpipc.php.Sysvshm.shm_get_var;
import static org.phpipc.php.Sysvshm.shm_put_var;

import org.phpipc.sysv.SharedVariables;

/** PHP's function among many variables, each in turn. */
final class LookupWorkload implements Workload {
  private static final int VARIABLES = 10_000;
  private static final int STEP = 7_919;

  private SharedVariables shm;
  private int next;

  @Override
  public String title() {
    return "lookup: shm_get_var among 10,000 variables";
  }

  @Override
  public int count() {
    return 5_000;
  }

  @Override
  public void prepare(long key) {
    shm = shm_attach(key, 1L << 20, 0600);
    for (int variable = 0; variable < VARIABLES; variable++) {
      Workload.require(shm_put_var(shm, variable, variable));
    }
  }

  @Override
  public void run(int count) {
    for (int i = 0; i < count; i++) {
      next = (next + STEP) % VARIABLES;
      Workload.require((Long) shm_get_var(shm, next) == next);
    }
  }
}
