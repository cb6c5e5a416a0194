package org.phpipc.bench.workload;

import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;

/** {@link MessageQueue} on one thread. */
final class QueueWorkload implements Workload {
  private final byte[] payload;
  private MessageQueue queue;

  QueueWorkload(int bytes) {
    payload = Messages.payload(bytes);
  }

  @Override
  public void prepare(long key) {
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
