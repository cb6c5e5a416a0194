package org.phpipc.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.phpipc.process.ChildProcess;
import org.phpipc.process.Descriptor;
import org.phpipc.process.Descriptor.Pipe;
import org.phpipc.process.ProcessSpawner;
import org.phpipc.process.Processes;
import org.phpipc.process.Signal;

/** An example that runs in a session of its own, so that what it leaves behind can be found. */
public final class ExampleProcess implements AutoCloseable {
  private static final String JAR = System.getProperty("phpipc.cli.jar");
  private final ChildProcess process;
  private final Pipe out = Descriptor.pipe();

  private ExampleProcess(List<String> command) {
    process =
        ProcessSpawner.of(command.toArray(String[]::new))
            .redirect(1, out.writer())
            .ownSession()
            .start();
    out.writer().close();
  }

  /** In which language a parent and its children run. */
  public enum Language {
    PHP,
    JAVA
  }

  /** Compiles all examples into a folder. */
  public static void compile(Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> arguments =
        new ArrayList<>(List.of("-nowarn", "-cp", JAR, "-d", classes.toString()));
    try (Stream<Path> sources = Files.list(Path.of("examples"))) {
      sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
    }
    if (compiler.run(null, null, System.err, arguments.toArray(String[]::new)) != 0) {
      throw new AssertionError("the examples do not compile");
    }
  }

  /** Starts a parent that has children of a language. */
  public static ExampleProcess start(
      String name, Path classes, Path key, Language parent, Language children) {
    List<String> command = new ArrayList<>(command(name, classes, parent));
    command.add(key.toString());
    if (parent != children) {
      command.addAll(command(name, classes, children));
    }
    return new ExampleProcess(command);
  }

  private static List<String> command(String name, Path classes, Language language) {
    if (language == Language.PHP) {
      return List.of("php", "php-interop/examples/" + name + ".php");
    }
    String classPath = JAR + ":" + classes;
    return Jvm.command("--enable-native-access=ALL-UNNAMED", "-cp", classPath, name);
  }

  public int pid() {
    return process.pid();
  }

  public ChildProcess process() {
    return process;
  }

  /** A line that it writes, without the newline. */
  public String line() throws InterruptedException {
    StringBuilder line = new StringBuilder();
    byte[] one = new byte[1];
    while (out.reader().read(one, 0, 1) == 1 && one[0] != '\n') {
      line.append((char) one[0]);
    }
    return line.toString();
  }

  /** All that it writes from now on. */
  public String output() throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] some = new byte[1000];
    for (int n = out.reader().read(some, 0, 1000); n > 0; n = out.reader().read(some, 0, 1000)) {
      bytes.write(some, 0, n);
    }
    return bytes.toString(UTF_8);
  }

  /** The processes of its session: running, stopped, zombies. */
  public List<Integer> session() throws IOException {
    List<Integer> pids = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path folder :
          processes.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        if (sessionOf(folder) == process.pid()) {
          pids.add(Integer.valueOf(folder.getFileName().toString()));
        }
      }
    }
    return pids;
  }

  /** Field 6 of proc(5), the fourth behind the name. */
  private static int sessionOf(Path folder) {
    try {
      String stat = Files.readString(folder.resolve("stat"), UTF_8);
      return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]);
    } catch (IOException ended) {
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
    for (int pid : session()) {
      Processes.kill(pid, Signal.KILL.number());
    }
    try {
      process.await();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while an example ends", e);
    }
  }
}
