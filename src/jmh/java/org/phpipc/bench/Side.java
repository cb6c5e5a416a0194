package org.phpipc.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A program that reads a count per line and answers the nanoseconds; ours answers the bytes
 * allocated too.
 */
record Side(Process process, PrintStream in, BufferedReader out) implements AutoCloseable {

  static Side start(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new Side(
        process,
        new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII),
        process.inputReader(StandardCharsets.US_ASCII));
  }

  /** A JVM like this one. */
  static Side startJava(String workload, String key) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(JavaSide.class.getName(), workload, key));
    return start(command);
  }

  /** What it answers, for one of so many. */
  double[] run(int count) throws IOException {
    in.println(count);
    String answer = Objects.requireNonNull(out.readLine(), "a side has ended");
    return Arrays.stream(answer.split(" "))
        .mapToDouble(n -> Double.parseDouble(n) / count)
        .toArray();
  }

  @Override
  public void close() {
    in.close();
    process.destroy();
  }
}
