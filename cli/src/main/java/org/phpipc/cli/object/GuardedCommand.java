package org.phpipc.cli.object;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.phpipc.Errno;
import org.phpipc.SetupException;
import org.phpipc.cli.console.BoundProcess;
import org.phpipc.cli.console.Program;
import org.phpipc.cli.console.Refusal;
import org.phpipc.process.Descriptor;
import org.phpipc.process.ProcessException;
import org.phpipc.process.Processes;

/**
 * A command that runs while this process holds something for it. The process becomes the command by
 * execve(2): what the kernel undoes at the end of a process it undoes when the command has ended,
 * whoever kills which of the two.
 */
final class GuardedCommand {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int LAST_STANDARD_STREAM = 2;
  private static final String SHELL = "/bin/sh";

  /** In which Java reads arguments and names of files. */
  private static final Charset OF_ARGUMENTS =
      Charset.forName(System.getProperty("sun.jnu.encoding"));

  private GuardedCommand() {}

  /**
   * Becomes the command. Returns its exit code only if this Java cannot do that: the command is a
   * child then, and the exit code is 128 and the number of the signal that ended it.
   *
   * @throws Refusal if the command cannot be started
   */
  static int run(List<String> command) {
    Path program =
        Program.find(command.get(0)).orElseThrow(() -> cannotRun(command, Errno.ENOENT.text()));
    try {
      become(program, command);
    } catch (ProcessException e) {
      throw cannotRun(command, Errno.text(e.errno()));
    } catch (SetupException e) {
      return runAsChild(command);
    }
    throw new AssertionError("execve returned");
  }

  private static void become(Path program, List<String> command) {
    List<byte[]> arguments = new ArrayList<>();
    command.stream().skip(1).map(GuardedCommand::bytes).forEach(arguments::add);
    keepOwnFiles();
    try {
      Processes.execute(bytes(program.toString()), arguments, null);
    } catch (ProcessException e) {
      if (e.errno() != Errno.ENOEXEC.number()) {
        throw e;
      }
      arguments.add(0, bytes(program.toString())); // A script without #!, as execvp(3) runs it.
      Processes.execute(bytes(SHELL), arguments, null);
    }
  }

  /**
   * The files that Java has open are none of the command's. Java may open more at the first calls
   * that this makes, so it looks again until it finds no new one.
   */
  private static void keepOwnFiles() {
    Set<Integer> kept = new HashSet<>();
    for (Set<Integer> open = openFiles(); kept.addAll(open); open = openFiles()) {
      open.forEach(GuardedCommand::keep);
    }
  }

  private static Set<Integer> openFiles() {
    Set<Integer> numbers = new HashSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path entry : open) {
        int number = Integer.parseInt(entry.getFileName().toString());
        if (number > LAST_STANDARD_STREAM) {
          numbers.add(number);
        }
      }
      return numbers;
    } catch (IOException e) {
      throw Refusal.of("cannot list " + DESCRIPTORS, e);
    }
  }

  private static void keep(int number) {
    try {
      Descriptor.of(number).closeOnExec();
    } catch (ProcessException e) {
      // Another thread has closed it.
    }
  }

  /** What is held is held until the command has ended, unless this process is killed by SIGKILL. */
  private static int runAsChild(List<String> command) {
    try {
      return BoundProcess.start(new ProcessBuilder(command).inheritIO(), ended -> {}).exitValue();
    } catch (IOException e) {
      throw Refusal.of("cannot run " + command.get(0), e);
    }
  }

  private static Refusal cannotRun(List<String> command, String reason) {
    return new Refusal("cannot run " + command.get(0) + ": " + reason);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(OF_ARGUMENTS);
  }
}
