package org.phpipc.cli;

import java.nio.charset.StandardCharsets;
import org.phpipc.serialize.PhpSerializer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a value is given: the options --json and --raw. */
final class ValueInput {
  private static final String STANDARD_INPUT = "-";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "The value is typed JSON.")
  private boolean json;

  @Option(names = "--raw", description = "Take the bytes as they are, not serialized.")
  private boolean raw;

  /** The bytes to write for the argument; a dash stands for standard input. */
  byte[] bytes(String argument) {
    if (json && raw) {
      throw new ParameterException(spec.commandLine(), "--json and --raw exclude each other");
    }
    byte[] input =
        argument.equals(STANDARD_INPUT)
            ? JsonLines.standardInput()
            : argument.getBytes(StandardCharsets.UTF_8);
    if (raw) {
      return input;
    }
    Object value =
        json
            ? TypedJson.fromJson(TypedJson.parse(new String(input, StandardCharsets.UTF_8)))
            : input;
    return PhpSerializer.standard().write(value);
  }
}
