package org.phpipc.bench;

import java.util.Arrays;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;

/** {@link MessageQueue} on one thread. */
final class QueueWorkload implements Workload {
  private final byte[] payload = new byte[64];
  private MessageQueue queue;

  @Override
  public String title() {
    return "queue: send + receive of 64 bytes";
  }

  @Override
  public int count() {
    return 200_000;
  }

  @Override
  public void prepare(long key) {
    Arrays.fill(payload, (byte) 'x');
    queue = MessageQueue.create(new IpcKey((int) key));
  }

  @Override
  public void run(int count) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      queue.send(1, payload);
      sum += queue.receive().payload().length;
    }
    Workload.require(sum == (long) count * payload.length);
  }
}
