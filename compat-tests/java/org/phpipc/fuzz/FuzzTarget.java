package org.phpipc.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.lang3.function.FailableConsumer;
import org.phpipc.cli.archive.SaveFileFuzz;
import org.phpipc.cli.console.AddressFuzz;
import org.phpipc.cli.notation.TypedJsonFuzz;
import org.phpipc.cli.view.PayloadFuzz;
import org.phpipc.serialize.SerializeFuzz;
import org.phpipc.serialize.SessionFuzz;
import org.phpipc.swoole.TaskPacketFuzz;
import org.phpipc.sysv.VariableTableFuzz;

/**
 * The decoders of outside bytes that are fuzzed, each with the folder of inputs that were worth
 * keeping. {@code bin/fuzz} looks for more.
 */
record FuzzTarget(String name, FailableConsumer<byte[], IOException> run) {
  static final List<FuzzTarget> ALL =
      List.of(
          new FuzzTarget("serialize", SerializeFuzz::fuzzerTestOneInput),
          new FuzzTarget("session", SessionFuzz::fuzzerTestOneInput),
          new FuzzTarget("variables", VariableTableFuzz::fuzzerTestOneInput),
          new FuzzTarget("key", AddressFuzz::fuzzerTestOneInput),
          new FuzzTarget("json", TypedJsonFuzz::fuzzerTestOneInput),
          new FuzzTarget("text", PayloadFuzz::fuzzerTestOneInput),
          new FuzzTarget("save", SaveFileFuzz::fuzzerTestOneInput),
          new FuzzTarget("task", TaskPacketFuzz::fuzzerTestOneInput));

  private static final Path CORPUS = Path.of("compat-tests/corpus");

  List<Path> corpus() {
    try (Stream<Path> files = Files.list(CORPUS.resolve(name))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
