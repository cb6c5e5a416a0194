package org.phpipc.bench.micro;

import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.SharedVariables;

/** The last of so many variables, without PHP's format: the walk through the table. */
public class VariablesBenchmark extends MicroBenchmark {
  /** How many variables there are. */
  @Param({"1", "100", "10000"})
  public int variables;

  private SharedVariables table;

  /** Fills a private segment. */
  @Setup
  public void fill() {
    table = SharedVariables.openOrCreate(IpcKey.PRIVATE, 1 << 20, SharedVariables.DEFAULT_MODE);
    for (int variable = 1; variable <= variables; variable++) {
      table.put(variable, new byte[8]);
    }
  }

  /** Leaves nothing behind. */
  @TearDown
  public void remove() {
    table.remove();
  }

  /** Finds it and copies its bytes. */
  @Benchmark
  public Optional<byte[]> get() {
    return table.get(variables);
  }
}
