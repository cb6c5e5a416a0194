package org.phpipc.bench.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.phpipc.bench.Job;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpSerializer;

/** A job of 200 bytes to PHP's bytes and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SerializeBenchmark {
  private final PhpSerializer serializer = PhpSerializer.standard();
  private final PhpArray job = Job.value();
  private final byte[] bytes = serializer.write(job);

  /** To bytes. */
  @Benchmark
  public byte[] write() {
    return serializer.write(job);
  }

  /** From bytes. */
  @Benchmark
  public Object read() {
    return serializer.read(bytes);
  }
}
