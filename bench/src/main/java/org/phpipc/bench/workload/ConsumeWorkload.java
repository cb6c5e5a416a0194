package org.phpipc.bench.workload;

import org.phpipc.sysv.MessageQueue;

/** One of so many consumers, takes its share. */
final class ConsumeWorkload implements Workload {
  private final int consumers;
  private MessageQueue queue;

  ConsumeWorkload(int consumers) {
    this.consumers = consumers;
  }

  @Override
  public void prepare(long key) {
    queue = Messages.queue(key);
  }

  @Override
  public void run(int count) throws InterruptedException {
    int share = count / consumers;
    long sum = 0;
    for (int i = 0; i < share; i++) {
      sum += queue.receive().payload().length;
    }
    Workload.require(sum == (long) share * Messages.SMALL);
  }
}
