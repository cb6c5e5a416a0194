package org.phpipc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testkit.IpcExtension;

/**
 * What a scenario has while it runs: chance, a folder, kernel objects and processes, which all end
 * with it, and a tally.
 */
final class Stage implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int LONGEST_MOMENT_NANOS = (int) Duration.ofMillis(3).toNanos();

  private final Random random;
  private final IpcExtension kernel = new IpcExtension();
  private final Path folder;
  private final List<Worker> workers = new ArrayList<>();
  private final Tally tally = new Tally();

  private Stage(long seed) {
    random = new Random(seed);
    try {
      folder = Files.createTempDirectory("phpipc-fault-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a scenario does. */
  @FunctionalInterface
  interface Scenario {
    /** Fails with an AssertionError. */
    void play(Stage stage) throws Exception;
  }

  /** Plays a scenario, and says under which seed, whatever comes of it. */
  static Tally play(String name, long seed, Scenario scenario) throws Exception {
    Stage stage = new Stage(seed);
    Thread interrupted = new Thread(stage::close);
    Runtime.getRuntime().addShutdownHook(interrupted);
    try (stage) {
      scenario.play(stage);
      System.out.printf(Locale.ROOT, "%s (seed %d): %s%n", name, seed, stage.tally);
      return stage.tally;
    } catch (Exception | AssertionError e) {
      System.out.printf(Locale.ROOT, "%s (seed %d) FAILED: %s%n", name, seed, e);
      throw e;
    } finally {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    }
  }

  /** As {@link #play(String, long, Scenario)}, with the seed of the tests. */
  static Tally play(String name, Scenario scenario) throws Exception {
    return play(name, Long.getLong("phpipc.fault.seed", System.nanoTime()), scenario);
  }

  Random random() {
    return random;
  }

  IpcKey freeKey() {
    return kernel.freeKey();
  }

  Path folder(String name) {
    return folder.resolve(name);
  }

  void count(String what, long number) {
    tally.add(what, number);
  }

  /** Starts a process, which ends with this. */
  Worker start(Worker.Language language, Worker.Role role, Object... arguments) {
    Path ledger = folder("ledger-" + workers.size());
    Worker worker = Worker.start(language, role, ledger, arguments);
    workers.add(worker);
    return worker;
  }

  /** Kills a process that has done so much, at some moment of what it does then. */
  void kill(Worker victim, long deeds) {
    victim.awaitDeeds(deeds);
    LockSupport.parkNanos(random.nextInt(LONGEST_MOMENT_NANOS));
    victim.kill();
    count("processes killed", 1);
  }

  /** Tells a consumer of this type that no more comes. */
  static void end(MessageQueue queue, int type) throws InterruptedException {
    assertThat(queue.send(type, Parcel.END, PATIENCE)).as("room for the end").isTrue();
  }

  @Override
  public synchronized void close() {
    workers.forEach(Worker::end);
    try {
      kernel.afterEach(null);
      delete();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void delete() throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      }
    }
  }
}
