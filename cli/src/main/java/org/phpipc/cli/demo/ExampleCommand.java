package org.phpipc.cli.demo;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.phpipc.cli.console.BoundProcess;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.text.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code phpipc example}: compiles a script of {@code examples} and runs it. */
@Command(
    name = "example",
    header = "Runs one of the scripts that exist in PHP and in Java.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "Without NAME it lists them. Without ARGUMENTS a new file gives the script its key.",
      "php-interop/examples/NAME.php is the same in PHP. Needs a JDK: they are compiled first."
    },
    footer = {"", "Example:  phpipc example Counter"})
public final class ExampleCommand implements Callable<Integer> {
  private static final String SHARED = "Start";

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The example.")
  private @Nullable Example example;

  @Parameters(
      index = "1..*",
      paramLabel = "ARGUMENTS",
      description = "FILE, then after -- a command that runs the children.")
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    if (example == null) {
      System.out.print(list());
      return 0;
    }
    try {
      Path folder = Files.createTempDirectory("phpipc-example-");
      try {
        compile(folder);
        return run(folder, example);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw Refusal.of("the example cannot be run", e);
    }
  }

  private static TextTable list() {
    TextTable table = new TextTable("NAME", "SHOWS");
    for (Example one : Example.values()) {
      table.add(one, one.shows());
    }
    return table;
  }

  private static void compile(Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new Refusal("this Java has no compiler: the examples need a JDK");
    }
    List<String> command =
        new ArrayList<>(
            List.of("-nowarn", "-proc:none", "-cp", SecondJvm.classPath(), "-d", "" + folder));
    for (Example one : Example.values()) {
      command.add(copy(one.name(), folder));
    }
    command.add(copy(SHARED, folder));
    if (compiler.run(null, null, null, command.toArray(String[]::new)) != 0) {
      throw new Refusal("the examples do not compile");
    }
  }

  private static String copy(String name, Path folder) throws IOException {
    Path source = folder.resolve(name + ".java");
    try (InputStream in = ExampleCommand.class.getResourceAsStream("examples/" + name + ".java")) {
      if (in == null) {
        throw new Refusal("examples/" + name + ".java was not packaged");
      }
      Files.copy(in, source);
    }
    return source.toString();
  }

  private int run(Path folder, Example example) throws IOException {
    String classPath = SecondJvm.classPath() + File.pathSeparator + folder;
    List<String> command = SecondJvm.command(classPath, example.name());
    if (arguments.isEmpty()) {
      command.add(Files.createFile(folder.resolve("key")).toString());
    }
    command.addAll(arguments);
    return BoundProcess.start(new ProcessBuilder(command).inheritIO(), ended -> delete(folder))
        .exitValue();
  }

  /** A file that cannot be deleted stays in the folder for temporary files. */
  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      // Gone already.
    }
  }
}
