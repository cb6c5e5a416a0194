package org.phpipc.bench;

import static org.phpipc.php.Shmop.shmop_open;
import static org.phpipc.php.Shmop.shmop_read;
import static org.phpipc.php.Shmop.shmop_write;

import java.util.Arrays;
import org.phpipc.sysv.SharedSegment;

/** PHP's function with a large part of a segment. */
final class ShmopWorkload implements Workload {
  private static final int BYTES = 1 << 20;

  private SharedSegment segment;

  @Override
  public String title() {
    return "shmop: shmop_read of 1 MB";
  }

  @Override
  public int count() {
    return 500;
  }

  @Override
  public void prepare(long key) {
    segment = shmop_open(key, "n", 0600, BYTES);
    byte[] bytes = new byte[BYTES];
    Arrays.fill(bytes, (byte) 'x');
    shmop_write(segment, bytes, 0);
  }

  @Override
  public void run(int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += shmop_read(segment, 0, BYTES)[i];
    }
    Workload.require(sum == (long) count * 'x');
  }
}
