package org.phpipc.bench;

import java.util.Arrays;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.SharedSegment;

/** {@link SharedSegment} into an array that is used again, as a copy in C is. */
final class SegmentWorkload implements Workload {
  private final byte[] copy = new byte[1 << 20];
  private SharedSegment segment;

  @Override
  public String title() {
    return "segment: SharedSegment.read of 1 MB into the same array";
  }

  @Override
  public int count() {
    return 500;
  }

  @Override
  public void prepare(long key) {
    Arrays.fill(copy, (byte) 'x');
    segment = SharedSegment.create(new IpcKey((int) key), copy.length);
    segment.write(0, copy);
    Arrays.fill(copy, (byte) 0);
  }

  @Override
  public void run(int count) {
    for (int i = 0; i < count; i++) {
      segment.read(0, copy, 0, copy.length);
    }
    Workload.require(copy[count] == 'x');
  }
}
