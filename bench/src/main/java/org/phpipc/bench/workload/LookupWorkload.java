package org.phpipc.bench.workload;

import static org.phpipc.php.Sysvshm.shm_get_var;

import org.phpipc.sysv.SharedVariables;

/** PHP's function among so many variables, each in turn. */
final class LookupWorkload implements Workload {
  private final ManyVariables variables;
  private SharedVariables shm;

  LookupWorkload(int variables) {
    this.variables = new ManyVariables(variables);
  }

  @Override
  public void prepare(long key) {
    shm = variables.attach(key);
  }

  @Override
  public void run(int count) {
    for (int i = 0; i < count; i++) {
      int variable = variables.next();
      Workload.require((Long) shm_get_var(shm, variable) == variable);
    }
  }
}
