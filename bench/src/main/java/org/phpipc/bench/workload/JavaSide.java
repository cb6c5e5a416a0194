package org.phpipc.bench.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A process of phpipc's side of a comparison. Reads a count per line; answers the nanoseconds and
 * the bytes that were allocated.
 *
 * <p>Arguments: name of the workload, key of its kernel object, the workload's argument.
 */
public final class JavaSide {
  private JavaSide() {}

  /** Answers until the input ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Workload workload = Workloads.of(args[0], Integer.parseInt(args[2]));
    workload.prepare(Long.parseLong(args[1]));
    BufferedReader counts =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = counts.readLine(); line != null; line = counts.readLine()) {
      int count = Integer.parseInt(line);
      long allocated = Allocation.ofThisThread();
      long start = System.nanoTime();
      workload.run(count);
      long nanos = System.nanoTime() - start;
      System.out.println(nanos + " " + (Allocation.ofThisThread() - allocated));
    }
  }
}
