package org.phpipc.bench.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;

/** A message there and back on one thread; the kernel's part is in it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class QueueBenchmark {
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
