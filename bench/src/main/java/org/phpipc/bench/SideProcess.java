package org.phpipc.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A program that reads a count per line and answers the nanoseconds; ours answers the bytes
 * allocated too.
 */
record SideProcess(Process process, PrintStream in, BufferedReader out) {

  static SideProcess start(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new SideProcess(
        process,
        new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII),
        process.inputReader(StandardCharsets.US_ASCII));
  }

  void ask(int count) {
    in.println(count);
  }

  Turn answer() throws IOException {
    return Turn.parse(Objects.requireNonNull(out.readLine(), "a side has ended"));
  }
}
