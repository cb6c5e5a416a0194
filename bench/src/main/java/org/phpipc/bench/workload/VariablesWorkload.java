package org.phpipc.bench.workload;

import static org.phpipc.php.Sysvshm.shm_attach;
import static org.phpipc.php.Sysvshm.shm_get_var;
import static org.phpipc.php.Sysvshm.shm_put_var;

import java.util.Map;
import org.phpipc.serialize.PhpArray;
import org.phpipc.sysv.SharedVariables;

/** PHP's functions with a job. */
final class VariablesWorkload implements Workload {
  private final PhpArray job = Job.value();
  private SharedVariables shm;

  @Override
  public void prepare(long key) {
    shm = shm_attach(key, 10_000L, 0600);
  }

  @Override
  public void run(int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      shm_put_var(shm, 1, job);
      sum += ((Map<?, ?>) shm_get_var(shm, 1)).size();
    }
    Workload.require(sum == (long) count * job.size());
  }
}
