package org.phpipc.cli.object;

import org.phpipc.cli.console.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code phpipc key}: ftok. */
@Command(
    name = "key",
    header = "Prints the key of a file, as ftok.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "Prints what ftok(PATH, PROJECT) gives in PHP and C, as a decimal number.",
      "",
      "It is made of the project, the device and the inode of the file: a file that is",
      "deleted and made again usually has another key, and two files may share one."
    },
    footer = {"", "Example:  phpipc key /etc/passwd a"})
public final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PATH", description = "An existing file or folder.")
  private String path = "";

  @Parameters(paramLabel = "PROJECT", description = "One character, such as a.")
  private String project = "";

  @Option(names = "--hex", description = "Print it as 0x and eight digits, as ipcs does.")
  private boolean hex;

  @Override
  public void run() {
    if (project.length() != 1 || project.charAt(0) > 0x7f) {
      String complaint = "PROJECT must be a single byte, not '" + project + "'";
      throw new ParameterException(spec.commandLine(), complaint);
    }
    if (path.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "PATH must not be empty");
    }
    var key = Address.ftok(path, project.charAt(0));
    System.out.println(hex ? key : key.value());
  }
}
