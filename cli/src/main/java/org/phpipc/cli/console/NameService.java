package org.phpipc.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The names that the system knows from anywhere, by {@code getent(1)}. It may be missing, and what
 * it asks may be slow: when its time is used up it is not asked again.
 */
final class NameService {
  private static final int LONGEST_LINE = 4096;

  private final List<String> command;
  private long patienceNanos;

  /**
   * A name service.
   *
   * @param patience with all questions together
   * @param command what is run, with the question behind it
   */
  NameService(Duration patience, String... command) {
    this.patienceNanos = patience.toNanos();
    this.command = List.of(command);
  }

  /** The first line of the answer; empty where there is none in time. */
  Optional<String> line(String question) {
    if (patienceNanos <= 0) {
      return Optional.empty();
    }
    long started = System.nanoTime();
    try {
      return ask(question);
    } catch (IOException | ExecutionException e) {
      patienceNanos = 0;
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      patienceNanos -= System.nanoTime() - started;
    }
  }

  private Optional<String> ask(String question)
      throws IOException, ExecutionException, InterruptedException, TimeoutException {
    List<String> words = new ArrayList<>(command);
    words.add(question);
    Process process = new ProcessBuilder(words).redirectError(Redirect.DISCARD).start();
    try {
      process.getOutputStream().close();
      // Beside this thread: a child of the command may keep the pipe open after its end.
      return CompletableFuture.supplyAsync(() -> read(process.getInputStream()))
          .get(patienceNanos, TimeUnit.NANOSECONDS)
          .lines()
          .findFirst();
    } finally {
      process.destroyForcibly();
    }
  }

  /** As much as a line may have; ISO 8859-1 takes every byte. */
  private static String read(InputStream in) {
    try {
      return new String(in.readNBytes(LONGEST_LINE), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
