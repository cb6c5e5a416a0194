package org.phpipc.cli.console;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;

/** A program that a command names, looked up as execvp(3) does. */
public final class Program {
  private static final String STANDARD_PATH = "/bin:/usr/bin";

  private Program() {}

  /** The file of the program; nothing if no folder of {@code PATH} has one that may be executed. */
  public static Optional<Path> find(String name) {
    if (name.indexOf('/') >= 0) {
      return Optional.of(Path.of(name));
    }
    String path = StringUtils.defaultIfEmpty(System.getenv("PATH"), STANDARD_PATH);
    return Stream.of(path.split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder).resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
