package org.phpipc.compat.php;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Pcntl.SIGALRM;
import static org.phpipc.php.Pcntl.SIG_DFL;
import static org.phpipc.php.Pcntl.pcntl_alarm;
import static org.phpipc.php.Pcntl.pcntl_async_signals;
import static org.phpipc.php.Pcntl.pcntl_signal;
import static org.phpipc.php.Posix.posix_kill;
import static org.phpipc.php.Standard.fclose;
import static org.phpipc.php.Standard.fgets;
import static org.phpipc.php.Standard.file_get_contents;
import static org.phpipc.php.Standard.file_put_contents;
import static org.phpipc.php.Standard.fopen;
import static org.phpipc.php.Standard.fread;
import static org.phpipc.php.Standard.fwrite;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.process.Descriptor;
import org.phpipc.process.Fifo;
import org.phpipc.stream.PhpStream;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;

/** Reads and writes that a signal, an interrupt or the other side ends half way. */
class HalfWayWithPhpIT {
  @RegisterExtension static final Php php = new Php();

  private static final long JVM = ProcessHandle.current().pid();

  /** Bytes that do not fit into a pipe, which holds 65536. */
  private static final int MUCH = 200_000;

  @TempDir private Path folder;
  private Path path;
  private Fifo fifo;

  @BeforeEach
  void handle() {
    path = folder.resolve("fifo");
    fifo = Fifo.create(path);
    php.run("pcntl_signal(SIGALRM, function () {});");
    php.run(String.format(Locale.ROOT, "$p = '%s';", path));
  }

  @AfterEach
  void forget() {
    pcntl_alarm(0);
    pcntl_async_signals(false);
    pcntl_signal(SIGALRM, SIG_DFL);
    php.run("pcntl_signal(SIGALRM, SIG_DFL);");
  }

  @Test
  void freadGoesOnAfterAnAlarm() throws Exception {
    sameRead("(fn($f) => fread($f, 6))(fopen($p, 'r'))", () -> with("r", f -> fread(f, 6)));
  }

  @Test
  void fgetsGoesOnAfterAnAlarm() throws Exception {
    sameRead("(fn($f) => fgets($f))(fopen($p, 'r'))", () -> with("r", f -> fgets(f)));
  }

  @Test
  void fileGetContentsGoesOnAfterAnAlarm() throws Exception {
    sameRead("file_get_contents($p)", () -> file_get_contents(name()));
  }

  /** Reads "abc", gets an alarm while it waits for more, and then there is "def" and the end. */
  private void sameRead(String expression, Callable<?> java) throws Exception {
    CompletableFuture<Outcome> inPhp = php.begin(expression);
    try (Descriptor writer = fifo.openForWriting()) {
      writer.write("abc".getBytes(UTF_8));
      BlockedCalls.await(php.pid(), "read", path);
      posix_kill(php.pid(), SIGALRM);
      writer.write("def\n".getBytes(UTF_8));
    }
    CompletableFuture<Void> written = Background.run(this::writeAroundAnAlarm);
    assertThat(Outcome.inJava(java)).isEqualTo(inPhp.join());
    written.join();
    assertThat(inPhp.join().value()).contains("abcdef");
  }

  private void writeAroundAnAlarm() throws Exception {
    CompletableFuture<Integer> alarm = new CompletableFuture<>();
    pcntl_signal(SIGALRM, alarm::complete);
    pcntl_async_signals(true);
    try (Descriptor writer = fifo.openForWriting()) {
      writer.write("abc".getBytes(UTF_8));
      BlockedCalls.await(JVM, "read", path);
      pcntl_alarm(1);
      alarm.join();
      writer.write("def\n".getBytes(UTF_8));
    }
  }

  @Test
  void freadGivesWhatCameBeforeAnInterrupt() throws Exception {
    Thread reader = Thread.currentThread();
    CompletableFuture<Descriptor> opened = Background.get(fifo::openForWriting);
    PhpStream f = fopen(name(), "r");
    try (Descriptor writer = opened.join()) {
      writer.write("abc".getBytes(UTF_8));
      CompletableFuture<Void> interrupt = interruptWhenIn("read", reader);
      assertThat(fread(f, 6)).hasToString("abc");
      interrupt.join();
      assertThat(Thread.interrupted()).isTrue();
      writer.write("def".getBytes(UTF_8));
      assertThat(fread(f, 3)).hasToString("def");
    }
    fclose(f);
  }

  @Test
  void fgetsGivesTheBegunLineBeforeAnInterrupt() throws Exception {
    Thread reader = Thread.currentThread();
    CompletableFuture<Descriptor> opened = Background.get(fifo::openForWriting);
    PhpStream f = fopen(name(), "r");
    try (Descriptor writer = opened.join()) {
      writer.write("half".getBytes(UTF_8));
      CompletableFuture<Void> interrupt = interruptWhenIn("read", reader);
      assertThat(fgets(f)).hasToString("half");
      interrupt.join();
      assertThat(Thread.interrupted()).isTrue();
    }
    fclose(f);
  }

  @Test
  void fileGetContentsGivesWhatCameBeforeAnInterrupt() throws Exception {
    Thread reader = Thread.currentThread();
    CompletableFuture<Descriptor> opened = Background.get(fifo::openForWriting);
    CompletableFuture<Void> interrupt =
        opened.thenCompose(
            writer -> {
              write(writer, "abc");
              return interruptWhenIn("read", reader);
            });
    assertThat(file_get_contents(name())).hasToString("abc");
    interrupt.join();
    assertThat(Thread.interrupted()).isTrue();
    opened.join().close();
  }

  @Test
  void fwriteTellsWhatWasWrittenBeforeTheReaderLeft() throws Exception {
    sameWrite(
        "(fn($f) => fwrite($f, str_repeat('a', 200000)))(fopen($p, 'w'))",
        () -> with("w", f -> fwrite(f, "a".repeat(MUCH))),
        HalfWayWithPhpIT::leave);
  }

  @Test
  void filePutContentsTellsThatTheReaderLeft() throws Exception {
    sameWrite(
        "file_put_contents($p, str_repeat('a', 200000))",
        () -> StreamsWithPhpIT.number(file_put_contents(name(), "a".repeat(MUCH))),
        HalfWayWithPhpIT::leave);
  }

  @Test
  void fwriteGoesOnAfterAnAlarm() throws Exception {
    pcntl_signal(SIGALRM, signal -> {});
    sameWrite(
        "(fn($f) => fwrite($f, str_repeat('a', 200000)))(fopen($p, 'w'))",
        () -> with("w", f -> fwrite(f, "a".repeat(MUCH))),
        (pid, reader) -> {
          posix_kill(pid, SIGALRM);
          readAll(reader);
        });
  }

  @Test
  void fwriteTellsWhatWasWrittenBeforeAnInterrupt() throws Exception {
    Thread writer = Thread.currentThread();
    CompletableFuture<Descriptor> opened = Background.get(fifo::openForReading);
    PhpStream f = fopen(name(), "w");
    try (Descriptor reader = opened.join()) {
      CompletableFuture<Void> interrupt = interruptWhenIn("write", writer);
      assertThat(fwrite(f, "a".repeat(MUCH))).isEqualTo(65_536);
      interrupt.join();
      assertThat(Thread.interrupted()).isTrue();
      fclose(f);
      assertThat(readAll(reader)).isEqualTo(65_536);
    }
  }

  /** What a reader does once the writing process waits for room. */
  @FunctionalInterface
  private interface OtherSide {
    void act(long pid, Descriptor reader) throws Exception;
  }

  private static void leave(long pid, Descriptor reader) {
    reader.close();
  }

  private void sameWrite(String expression, Callable<?> java, OtherSide other) throws Exception {
    CompletableFuture<Outcome> inPhp = php.begin(expression);
    actWhenFull(php.pid(), other);
    CompletableFuture<Void> acted = Background.run(() -> actWhenFull(JVM, other));
    assertThat(Outcome.inJava(java)).isEqualTo(inPhp.join());
    acted.join();
  }

  private void actWhenFull(long pid, OtherSide other) throws Exception {
    try (Descriptor reader = fifo.openForReading()) {
      BlockedCalls.await(pid, "write", path);
      other.act(pid, reader);
    }
  }

  /** Reads until {@link #MUCH} has come or the writer has left; says how many bytes came. */
  private static int readAll(Descriptor reader) throws InterruptedException {
    byte[] chunk = new byte[8192];
    int count = 0;
    int more = 0;
    while (count < MUCH && more >= 0) {
      more = reader.read(chunk, 0, chunk.length);
      count += Math.max(0, more);
    }
    return count;
  }

  private CompletableFuture<Void> interruptWhenIn(String call, Thread thread) {
    return Background.run(
        () -> {
          BlockedCalls.await(JVM, call, path);
          thread.interrupt();
        });
  }

  private <T> T with(String mode, Function<PhpStream, T> use) {
    try (PhpStream stream = fopen(name(), mode)) {
      return use.apply(stream);
    }
  }

  private static void write(Descriptor writer, String text) {
    try {
      writer.write(text.getBytes(UTF_8));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String name() {
    return path.toString();
  }
}
