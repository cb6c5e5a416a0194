package org.phpipc.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A screen: keys are sent, what stands there is read. Each test has its own, and its own tmux. */
public final class Tmux implements BeforeEachCallback, AfterEachCallback {
  private static final long PATIENCE_SECONDS = 30;

  private Path socket;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    assumeTrue(isOnThePath("tmux", "-V"), "no tmux on the path, which gives a test its screen");
    socket = Files.createTempDirectory("phpipc-tmux").resolve("socket");
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (socket != null) {
      run("kill-server");
      Files.deleteIfExists(socket);
      Files.delete(socket.getParent());
    }
  }

  /** Whether a command can be run. */
  public static boolean isOnThePath(String... command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-f", "/dev/null"));
    command.addAll(List.of("-S", socket.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8);
      process.waitFor();
      return text;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a shell command on a new screen. */
  public void start(int columns, int lines, String command) {
    run("new-session", "-d", "-x", "" + columns, "-y", "" + lines, command);
  }

  /** Sends keys by tmux's names for them, text as it is. */
  public void send(String... keys) {
    List<String> arguments = new ArrayList<>(List.of("send-keys"));
    arguments.addAll(List.of(keys));
    run(arguments.toArray(String[]::new));
  }

  public String screen() {
    return run("capture-pane", "-p");
  }

  /** The screen, as soon as it is as expected. */
  public String await(Predicate<String> expected) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    String screen = screen();
    while (!expected.test(screen)) {
      assertThat(System.nanoTime()).describedAs(screen).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      screen = screen();
    }
    return screen;
  }
}
