package org.phpipc.cli.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a class is run in a JVM beside this one, with the same Java and the same binding. */
final class SecondJvm {
  private static final String BINDING = "phpipc.binding";

  private SecondJvm() {}

  /** The command, behind which the arguments stand. */
  static List<String> command(String classPath, String mainClass) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    Optional.ofNullable(System.getProperty(BINDING))
        .ifPresent(binding -> command.add("-D" + BINDING + "=" + binding));
    command.addAll(List.of("-cp", classPath, mainClass));
    return command;
  }

  /** The class path of this one. */
  static String classPath() {
    return System.getProperty("java.class.path");
  }
}
