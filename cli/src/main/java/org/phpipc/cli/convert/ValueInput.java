package org.phpipc.cli.convert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.console.StandardStream;
import org.phpipc.cli.notation.PhpLiteral;
import org.phpipc.cli.notation.TypedJson;
import org.phpipc.serialize.PhpSerializer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options --json, --php, --raw and --file, which tell how a value is given. */
public final class ValueInput {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "The value is typed JSON.")
  private boolean json;

  @Option(names = "--php", description = "The value is a PHP literal, as var_export prints it.")
  private boolean php;

  @Option(names = "--raw", description = "Write the bytes as they are, without serializing them.")
  private boolean raw;

  @Option(names = "--file", description = "The argument is the name of a file with the value.")
  private boolean file;

  /** The bytes to write for the argument; a dash means standard input. */
  public byte[] bytes(String argument) {
    if (Stream.of(json, php, raw).filter(given -> given).count() > 1) {
      String complaint = "--json, --php and --raw exclude each other";
      throw new ParameterException(spec.commandLine(), complaint);
    }
    byte[] input = input(argument);
    return raw ? input : PhpSerializer.standard().write(value(input));
  }

  private byte[] input(String argument) {
    if (StandardStream.isMeantBy(argument)) {
      return StandardStream.input();
    } else if (!file) {
      return argument.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Files.readAllBytes(Path.of(argument));
    } catch (IOException e) {
      throw Refusal.of("cannot read " + argument, e);
    }
  }

  private @Nullable Object value(byte[] input) {
    if (json) {
      return TypedJson.fromJson(TypedJson.parse(new String(input, StandardCharsets.UTF_8)));
    } else if (php) {
      return PhpLiteral.parse(new String(input, StandardCharsets.ISO_8859_1));
    }
    return input;
  }
}
