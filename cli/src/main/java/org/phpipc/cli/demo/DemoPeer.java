package org.phpipc.cli.demo;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.notation.TypedJson;
import org.phpipc.sysv.IpcKey;

/**
 * The other process of the demo. It reads one command per line and answers with one JSON object.
 * The commands are those of {@code php-interop/demo.php}.
 */
final class DemoPeer implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;
  private static final String SCRIPT = "demo.php";

  private final String name;
  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;

  private DemoPeer(String name, List<String> command) throws IOException {
    this.name = name;
    this.process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** The version of PHP, if it is installed with the extensions that the demo needs. */
  static Optional<String> phpVersion() {
    String code =
        "foreach (['sysvmsg', 'sysvshm', 'sysvsem'] as $needed) {"
            + " extension_loaded($needed) || exit(1); } echo PHP_VERSION;";
    try {
      Process php = new ProcessBuilder("php", "-r", code).start();
      String version = new String(php.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return php.waitFor() == 0 ? Optional.of(version) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  static DemoPeer php(IpcKey key) throws IOException {
    Path script = Files.createTempFile("phpipc-", "-" + SCRIPT);
    script.toFile().deleteOnExit();
    try (InputStream source =
        Objects.requireNonNull(DemoPeer.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
    }
    return new DemoPeer("PHP", List.of("php", script.toString(), "" + key.value()));
  }

  /** A second JVM with the class path of this one. */
  static DemoPeer jvm(IpcKey key) throws IOException {
    List<String> command = SecondJvm.command(SecondJvm.classPath(), DemoTwin.class.getName());
    command.add("" + key.value());
    return new DemoPeer("JVM 2", command);
  }

  /** A short name, for tables. */
  String name() {
    return name;
  }

  /** Runs when the process has ended, whether expected or not. */
  void whenEnded(Runnable action) {
    var unused = process.onExit().thenRun(action);
  }

  /** Sends a command without waiting for its answer. */
  void tell(String command) throws IOException {
    in.write(command);
    in.newLine();
    in.flush();
  }

  /** Waits for the answer to the oldest command that is still unanswered. */
  JsonObject answer() {
    try {
      String line =
          CompletableFuture.supplyAsync(this::line).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return TypedJson.parse(line).getAsJsonObject();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("interrupted while waiting for " + name);
    } catch (ExecutionException | TimeoutException e) {
      throw new Refusal(name + " does not answer: " + e.getMessage());
    }
  }

  private String line() {
    try {
      String line = out.readLine();
      if (line == null) {
        throw new CompletionException(new IOException("it has ended"));
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
