package org.phpipc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.phpipc.testing.Jvm;

/** A process that works until it is done or killed, and its ledger. */
final class Worker {
  private static final long PATIENCE_SECONDS = 60;

  /** In what it is written. */
  enum Language {
    PHP,
    JAVA;

    /** Half are Java, half are PHP. */
    static Language ofNumber(int number) {
      return values()[number % 2];
    }
  }

  /** What it does: the same in Java and in PHP. */
  enum Role {
    PRODUCER(ProducerProcess.class, "producer.php"),
    CONSUMER(ConsumerProcess.class, "consumer.php"),
    HOLDER(HolderProcess.class, "holder.php"),
    WRITER(WriterProcess.class, "writer.php");

    private final Class<?> java;
    private final String php;

    Role(Class<?> java, String php) {
      this.java = java;
      this.php = "php-interop/fault/" + php;
    }

    private List<String> command(Language language) {
      return language == Language.PHP ? List.of("php", php) : Worker.java(java);
    }
  }

  private final Process process;
  private final Path ledger;
  private final String name;

  private Worker(Process process, Path ledger, String name) {
    this.process = process;
    this.ledger = ledger;
    this.name = name;
  }

  static Worker start(Language language, Role role, Path ledger, Object... arguments) {
    List<String> command = new ArrayList<>(role.command(language));
    command.add(ledger.toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    try {
      ledger.toFile().createNewFile();
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      return new Worker(builder.start(), ledger, String.join(" ", command));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command that runs a class of the tests. */
  static List<String> java(Class<?> main) {
    return Jvm.command(
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName());
  }

  /** What it has done for sure. */
  long[] deeds() {
    return Ledger.read(ledger);
  }

  long countDeeds() {
    return Ledger.size(ledger);
  }

  /** Returns when it has done so much. */
  void awaitDeeds(long count) {
    Patience patience = new Patience(this + " does not go on");
    while (countDeeds() < count) {
      assertThat(process.isAlive()).as("%s runs", this).isTrue();
      patience.pause();
    }
  }

  void kill() {
    assertThat(process.isAlive()).as("%s runs until it is killed", this).isTrue();
    end();
  }

  /** Ends it where it runs. */
  void end() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Returns when it is done; what it does wrong it says. */
  void succeeds() {
    awaitExit();
    assertThat(process.exitValue()).as("exit status of %s", this).isZero();
  }

  private void awaitExit() {
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("%s ends", this).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
