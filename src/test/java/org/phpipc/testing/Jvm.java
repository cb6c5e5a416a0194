package org.phpipc.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A second Java virtual machine, of the same JDK and with the same default locale as this one. */
public final class Jvm {
  private static final String LANGUAGE = "user.language";

  private Jvm() {}

  /** The command that starts it with these arguments. */
  public static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-D" + LANGUAGE + "=" + System.getProperty(LANGUAGE));
    command.addAll(List.of(arguments));
    return command;
  }
}
