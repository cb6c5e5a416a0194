package org.phpipc.bench.workload;

import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Selection;

/** Asks, and waits for the answer. */
final class PingWorkload implements Workload {
  private static final Selection ANSWER = Selection.type(2);

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
      queue.send(1, payload);
      sum += queue.receive(ANSWER).payload().length;
    }
    Workload.require(sum == (long) count * payload.length);
  }
}
