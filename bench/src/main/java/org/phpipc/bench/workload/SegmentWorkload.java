package org.phpipc.bench.workload;

import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.SharedSegment;

/** {@link SharedSegment} into an array that is used again, as a copy in C is. */
final class SegmentWorkload implements Workload {
  private final byte[] copy;
  private SharedSegment segment;

  SegmentWorkload(int bytes) {
    copy = new byte[bytes];
  }

  @Override
  public void prepare(long key) {
    segment = SharedSegment.create(new IpcKey((int) key), copy.length);
    segment.write(0, Messages.payload(copy.length));
  }

  @Override
  public void run(int count) {
    for (int i = 0; i < count; i++) {
      segment.read(0, copy, 0, copy.length);
    }
    Workload.require(count == 0 || copy[count % copy.length] == 'x');
  }
}
