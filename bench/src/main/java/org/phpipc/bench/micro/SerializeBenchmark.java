package org.phpipc.bench.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.phpipc.serialize.PhpSerializer;

/** The documents of the comparison with PHP, to its bytes and back. */
public class SerializeBenchmark extends MicroBenchmark {
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
