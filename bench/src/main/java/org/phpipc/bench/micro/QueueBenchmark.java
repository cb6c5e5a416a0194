package org.phpipc.bench.micro;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/** A message there and back on one thread; the kernel's part is in it. */
public class QueueBenchmark extends MicroBenchmark {
  /** How large the message is. */
  @Param({"64", "4096"})
  public int bytes;

  private byte[] payload;
  private MessageQueue queue;

  /** Makes a private queue. */
  @Setup
  public void create() {
    payload = new byte[bytes];
    queue = MessageQueue.create(IpcKey.PRIVATE);
  }

  /** Leaves nothing behind. */
  @TearDown
  public void remove() {
    queue.remove();
  }

  /** Send and receive. */
  @Benchmark
  public Message pair() throws InterruptedException {
    queue.send(1, payload);
    return queue.receive();
  }
}
