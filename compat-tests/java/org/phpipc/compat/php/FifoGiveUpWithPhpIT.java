package org.phpipc.compat.php;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.process.Descriptor;
import org.phpipc.process.Fifo;
import org.phpipc.process.OpenFlag;
import org.phpipc.process.ProcessException;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;

/** A PHP that waits at a named pipe, at whose end Java gives up its own wait. */
class FifoGiveUpWithPhpIT {
  @RegisterExtension static final Php php = new Php();

  private static final Duration SHORT = Duration.ofMillis(50);
  private static final long JVM = ProcessHandle.current().pid();

  @TempDir private Path folder;
  private Path path;
  private Fifo fifo;

  @BeforeEach
  void make() {
    path = folder.resolve("fifo");
    fifo = Fifo.create(path);
    php.run(String.format(Locale.ROOT, "$p = '%s';", path));
  }

  @Test
  void writerThatWaitsIsNotDisturbedByTimeouts() throws Exception {
    waitingWriter(() -> assertThat(fifo.openForWriting(SHORT)).isEmpty());
  }

  @Test
  void writerThatWaitsIsNotDisturbedByAnInterrupt() throws Exception {
    waitingWriter(() -> interrupted(fifo::openForWriting));
  }

  @Test
  void readerThatWaitsIsNotDisturbedByTimeouts() throws Exception {
    waitingReader(() -> assertThat(fifo.openForReading(SHORT)).isEmpty());
  }

  @Test
  void readerThatWaitsIsNotDisturbedByAnInterrupt() throws Exception {
    waitingReader(() -> interrupted(fifo::openForReading));
  }

  @Test
  void nobodyReadsAfterGivingUp() throws Exception {
    assertThat(fifo.openForReading(SHORT)).isEmpty();
    interrupted(fifo::openForReading);
    assertThatThrownBy(() -> open(OpenFlag.WRITE, OpenFlag.NONBLOCK))
        .isInstanceOf(ProcessException.class)
        .hasMessageContaining("No such device or address");
    assertThat(BlockedCalls.descriptors(JVM, path)).isEmpty();
  }

  @Test
  void nobodyWritesAfterGivingUp() throws Exception {
    assertThat(fifo.openForWriting(SHORT)).isEmpty();
    interrupted(fifo::openForWriting);
    try (Descriptor reader = open(OpenFlag.READ, OpenFlag.NONBLOCK)) {
      assertThat(reader.read(new byte[1], 0, 1)).isEqualTo(Descriptor.END);
      assertThat(BlockedCalls.descriptors(JVM, path)).containsExactly(reader.number());
    }
  }

  @Test
  void pipeThatWasRenamedIsGivenUpAsWell() throws Exception {
    CompletableFuture<Void> renamed =
        Background.run(
            () -> {
              BlockedCalls.awaitOpening(JVM);
              java.nio.file.Files.move(path, folder.resolve("renamed"));
            });
    assertThat(fifo.openForReading(Duration.ofSeconds(1))).isEmpty();
    renamed.join();
    php.run("$p = '" + folder.resolve("renamed") + "';");
    assertThat(php.call("@fopen($p, 'wn')").read()).isEqualTo(false);
  }

  private void waitingWriter(ThrowingCallable giveUp) throws Exception {
    CompletableFuture<Outcome> written =
        php.begin("(fn($f) => [fwrite($f, 'precious'), fclose($f)])(fopen($p, 'w'))");
    giveUpBeside(written, giveUp);
    try (Descriptor reader = fifo.openForReading()) {
      byte[] bytes = new byte[100];
      int count = reader.read(bytes, 0, bytes.length);
      assertThat(new String(bytes, 0, count, UTF_8)).isEqualTo("precious");
    }
    assertThat(written.join()).isEqualTo(php.call("[8, true]"));
  }

  private void waitingReader(ThrowingCallable giveUp) throws Exception {
    CompletableFuture<Outcome> read = php.begin("stream_get_contents(fopen($p, 'r'))");
    giveUpBeside(read, giveUp);
    try (Descriptor writer = fifo.openForWriting()) {
      writer.write("precious".getBytes(UTF_8));
    }
    assertThat(read.join()).isEqualTo(php.call("'precious'"));
  }

  /** Gives up twice while PHP waits, which it still does afterwards. */
  private static void giveUpBeside(CompletableFuture<Outcome> waiting, ThrowingCallable giveUp) {
    BlockedCalls.awaitOpening(php.pid());
    Background.run(giveUp).join();
    Background.run(giveUp).join();
    BlockedCalls.awaitOpening(php.pid());
    assertThat(waiting).isNotDone();
  }

  /** Interrupts the call where it waits for the other end. */
  private static void interrupted(ThrowingCallable open) {
    Thread opener = Thread.currentThread();
    CompletableFuture<Void> interrupt =
        Background.run(
            () -> {
              BlockedCalls.awaitOpening(JVM);
              opener.interrupt();
            });
    assertThatThrownBy(open).isInstanceOf(InterruptedException.class);
    interrupt.join();
  }

  private Descriptor open(OpenFlag... flags) throws InterruptedException {
    return Descriptor.open(path.toString().getBytes(UTF_8), Set.of(flags), 0);
  }
}
