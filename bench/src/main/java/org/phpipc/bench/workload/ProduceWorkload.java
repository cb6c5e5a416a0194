package org.phpipc.bench.workload;

import org.phpipc.sysv.MessageQueue;

/** One of so many producers, sends its share. */
final class ProduceWorkload implements Workload {
  private final byte[] payload = Messages.payload(Messages.SMALL);
  private final int producers;
  private MessageQueue queue;

  ProduceWorkload(int producers) {
    this.producers = producers;
  }

  @Override
  public void prepare(long key) {
    queue = Messages.queue(key);
  }

  @Override
  public void run(int count) throws InterruptedException {
    for (int i = 0; i < count / producers; i++) {
      queue.send(1, payload);
    }
  }
}
