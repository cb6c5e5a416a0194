package org.phpipc.bench.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.Warmup;
import org.phpipc.serialize.PhpSerializer;

/** The documents of the comparison with PHP, to its bytes and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SerializeBenchmark {
  /** Which of them. */
  @Param({"job", "ints", "records", "string"})
  public String document;

  private final PhpSerializer serializer = PhpSerializer.standard();
  private byte[] bytes;
  private Object value;

  /** Reads the document, which PHP made. */
  @Setup
  public void load() throws IOException {
    bytes = Files.readAllBytes(Path.of(System.getProperty("bench.documents"), document + ".ser"));
    value = serializer.read(bytes);
  }

  /** To bytes. */
  @Benchmark
  public byte[] write() {
    return serializer.write(value);
  }

  /** From bytes. */
  @Benchmark
  public Object read() {
    return serializer.read(bytes);
  }
}
