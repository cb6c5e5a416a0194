package org.phpipc.bench;

import static org.phpipc.php.Sysvshm.shm_attach;
import static org.phpipc.php.Sysvshm.shm_get_var;
import static org.phpipc.php.Sysvshm.shm_put_var;

import java.util.List;
import java.util.Map;
import org.phpipc.serialize.PhpArray;
import org.phpipc.sysv.SharedVariables;

/** PHP's functions with the job of {@code side.php}. */
final class VariablesWorkload implements Workload {
  private final PhpArray job = job();
  private SharedVariables shm;

  @Override
  public String title() {
    return "variables: shm_put_var + shm_get_var of a job of 200 bytes";
  }

  @Override
  public int count() {
    return 100_000;
  }

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

  private static PhpArray job() {
    PhpArray options = new PhpArray();
    options.put("quality", 85);
    options.put("crop", true);
    options.put("ratio", 1.5);
    PhpArray job = new PhpArray();
    job.put("id", 4711);
    job.put("task", "resize");
    job.put("file", "/srv/app/uploads/2024/holiday.png");
    job.put("sizes", List.of(100, 200, 400, 800));
    job.put("options", options);
    job.put("due", null);
    return job;
  }
}
