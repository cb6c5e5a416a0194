package org.phpipc.bench.workload;

import static org.phpipc.php.Shmop.shmop_open;
import static org.phpipc.php.Shmop.shmop_read;
import static org.phpipc.php.Shmop.shmop_write;

import org.phpipc.sysv.SharedSegment;

/** PHP's function with all of a segment. */
final class ShmopWorkload implements Workload {
  private final int bytes;
  private SharedSegment segment;

  ShmopWorkload(int bytes) {
    this.bytes = bytes;
  }

  @Override
  public void prepare(long key) {
    segment = shmop_open(key, "n", 0600, bytes);
    shmop_write(segment, Messages.payload(bytes), 0);
  }

  @Override
  public void run(int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += shmop_read(segment, 0, bytes)[i % bytes];
    }
    Workload.require(sum == (long) count * 'x');
  }
}
