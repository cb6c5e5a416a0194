package org.phpipc.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.phpipc.sysv.MessageQueue;

/** The packaged command-line tool, run as a process as a user runs it. */
public final class Tool {
  public static final int DONE = 0;
  public static final int REFUSED = 1;
  public static final int USAGE = 2;

  private static final String JAR = System.getProperty("phpipc.cli.jar");

  /** The binding under test is that of the tool as well. */
  private static final String BINDING = "phpipc.binding";

  /**
   * A JVM that lives for a second gains nothing from the second compiler and parallel collection.
   */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private Tool() {}

  /** How a run ended. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares results
  public record Result(int exit, byte[] out, String err) {
    public String text() {
      return new String(out, UTF_8);
    }

    public List<String> lines() {
      return text().lines().toList();
    }

    public JsonObject json() {
      return JsonParser.parseString(text()).getAsJsonObject();
    }
  }

  public static Result run(String... arguments) {
    return runWith(new byte[0], arguments);
  }

  public static Result runWith(byte[] input, String... arguments) {
    return runIn(System.getenv("PATH"), input, arguments);
  }

  /** Runs the tool where commands are looked up in {@code path}. */
  public static Result runIn(String path, byte[] input, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(command(arguments));
    builder.environment().put("PATH", path);
    try {
      Process process = builder.start();
      CompletableFuture<Void> writer = Background.run(() -> write(process, input));
      CompletableFuture<byte[]> err = Background.get(() -> readError(process));
      byte[] out = process.getInputStream().readAllBytes();
      int exit = process.waitFor();
      writer.join();
      return new Result(exit, out, new String(err.join(), UTF_8));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("the tool cannot be run", e);
    }
  }

  /** The argument KEY for a queue that may have none. */
  public static String address(MessageQueue queue) {
    return "id:" + queue.id();
  }

  /** The command that runs the tool. */
  public static List<String> command(String... arguments) {
    List<String> command = Jvm.command();
    command.addAll(SHORT_LIVED);
    Optional.ofNullable(System.getProperty(BINDING))
        .ifPresent(binding -> command.add("-D" + BINDING + "=" + binding));
    command.addAll(List.of("-jar", JAR));
    command.addAll(List.of(arguments));
    return command;
  }

  private static void write(Process process, byte[] input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      // The tool may end without reading: its exit code tells.
    }
  }

  private static byte[] readError(Process process) {
    try {
      return process.getErrorStream().readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
