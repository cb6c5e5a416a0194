package org.phpipc.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phpipc.process.ChildProcess;
import org.phpipc.process.ProcessSpawner;
import org.phpipc.process.Signal;
import org.phpipc.process.WaitStatus;

/** A PHP process beside a test. {@link IpcExtension} starts and ends it. */
public final class PhpScript {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final Path output;
  private final ChildProcess process;
  private boolean seen;

  PhpScript(List<String> arguments) {
    List<String> command =
        new ArrayList<>(List.of("php", "-d", "display_errors=1", "-d", "log_errors=0"));
    command.addAll(arguments);
    name = "php " + String.join(" ", arguments);
    try {
      output = Files.createTempFile("phpipc-", ".out");
      process = started(command);
    } catch (IOException e) {
      throw new IllegalStateException("no place for the output of " + name, e);
    }
  }

  private ChildProcess started(List<String> command) throws IOException {
    try {
      return ProcessSpawner.of(command.toArray(String[]::new)).redirectTo(1, output).start();
    } catch (RuntimeException e) {
      Files.delete(output);
      throw e;
    }
  }

  /** The process. */
  public ChildProcess process() {
    return process;
  }

  /**
   * Waits up to a minute for its end.
   *
   * @return what it wrote to standard output, as UTF-8
   * @throws AssertionError with that, where its exit status is not 0 or it does not end
   */
  public String succeeds() throws InterruptedException {
    seen = true;
    Optional<WaitStatus> status = process.await(PATIENCE);
    if (status.isEmpty() || status.get().word() != 0) {
      throw new AssertionError(failure(status));
    }
    return output();
  }

  /** What it has written to standard output until now, as UTF-8. */
  public String output() {
    try {
      return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the output of " + name + " cannot be read", e);
    }
  }

  private String failure(Optional<WaitStatus> status) {
    String how = status.map(WaitStatus::toString).orElse("still running after " + PATIENCE);
    return name + ": " + how + "; its output:\n" + output();
  }

  /** Ends it where it runs. Says what was wrong with one that failed and nobody asked. */
  Optional<String> end() throws InterruptedException, IOException {
    Optional<WaitStatus> status = process.poll();
    if (status.isEmpty()) {
      process.signal(Signal.KILL);
      process.await();
    }
    boolean failed = status.isPresent() && status.get().word() != 0 && !seen;
    Optional<String> failure = failed ? Optional.of(failure(status)) : Optional.empty();
    Files.delete(output);
    return failure;
  }
}
