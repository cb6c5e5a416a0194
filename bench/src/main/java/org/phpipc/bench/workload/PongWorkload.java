package org.phpipc.bench.workload;

import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Selection;

/** Waits for what {@link PingWorkload} asks, and answers. */
final class PongWorkload implements Workload {
  private static final Selection QUESTION = Selection.type(1);

  private final byte[] payload = Messages.payload(Messages.SMALL);
  private MessageQueue queue;

  @Override
  public void prepare(long key) {
    queue = Messages.queue(key);
  }

  @Override
  public void run(int count) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += queue.receive(QUESTION).payload().length;
      queue.send(2, payload);
    }
    Workload.require(sum == (long) count * payload.length);
  }
}
