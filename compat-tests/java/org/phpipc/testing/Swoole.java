package org.phpipc.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The Swoole extension of the installed PHP. An extension that is not configured system-wide can be
 * given by the environment: {@code PHP_INI_SCAN_DIR=:/folder/with/an/ini}.
 */
public final class Swoole implements BeforeAllCallback, BeforeEachCallback {
  private static final String NONE =
      "no Swoole extension: recorded packets were used instead of real servers";
  private static final String VERSION = "echo phpversion('swoole');";
  private String version = "";

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    version = version();
    boolean real = !version.isEmpty();
    System.out.println(
        real ? "Swoole " + version + ": real servers, pools and processes are used" : NONE);
  }

  /** Each test is skipped by itself: a class that is skipped as a whole is not counted. */
  @Override
  public void beforeEach(ExtensionContext context) {
    if (version.isEmpty()) {
      abort(NONE);
    }
  }

  /** Such as {@code 6.2.2}. */
  public String release() {
    return version;
  }

  private static String version() throws InterruptedException {
    try {
      Process php = new ProcessBuilder("php", "-r", VERSION).start();
      String answer = new String(php.getInputStream().readAllBytes(), US_ASCII);
      return php.waitFor() == 0 ? answer : "";
    } catch (IOException noPhp) {
      return "";
    }
  }

  /** A program of {@code php-interop/swoole} that runs until it is closed. */
  public static final class Program implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private Program(Process process) {
      this.process = process;
      this.out = process.inputReader(UTF_8);
    }

    /** Starts it and waits until so many of its workers are ready. */
    public static Program start(int workers, String script, Object... arguments)
        throws IOException {
      List<String> command = new ArrayList<>(List.of("php", "php-interop/swoole/" + script));
      Stream.of(arguments).map(String::valueOf).forEach(command::add);
      Program program =
          new Program(
              new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
      for (int ready = 0; ready < workers; ready++) {
        String line = program.line();
        if (!line.endsWith("is ready")) {
          program.close();
          throw new AssertionError(script + " says: " + line);
        }
      }
      return program;
    }

    /** The next line that it prints. */
    public String line() throws IOException {
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("the program has ended");
      }
      return line;
    }

    @Override
    public void close() {
      List<ProcessHandle> workers = process.descendants().toList();
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
      workers.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
