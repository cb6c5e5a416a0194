package org.phpipc.bench.workload;

import static org.phpipc.php.Sysvshm.shm_attach;
import static org.phpipc.php.Sysvshm.shm_put_var;

import org.phpipc.sysv.SharedVariables;

/** A segment of so many variables, each with its own number, and the order to visit them. */
final class ManyVariables {
  /** From one variable to the next, so that neighbours do not help. */
  private static final int STEP = 7_919;

  private final int variables;
  private int current;

  ManyVariables(int variables) {
    this.variables = variables;
  }

  SharedVariables attach(long key) {
    SharedVariables shm = shm_attach(key, 1L << 20, 0600);
    for (int variable = 0; variable < variables; variable++) {
      Workload.require(shm_put_var(shm, variable, variable));
    }
    return shm;
  }

  int next() {
    current = (current + STEP) % variables;
    return current;
  }
}
