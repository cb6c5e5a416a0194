package org.phpipc.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.process.Descriptor.Pipe;
import org.phpipc.testing.Background;

class FifoTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  @TempDir private Path folder;
  private Fifo fifo;

  @BeforeEach
  void make() {
    fifo = Fifo.create(folder.resolve("fifo"));
  }

  @Test
  @SuppressWarnings("try") // it is closed before
  void whatOneEndWritesTheOtherReads() throws Exception {
    CompletableFuture<Descriptor> opened = Background.get(this::writer);
    try (Descriptor reader = fifo.openForReading();
        Descriptor writer = opened.join()) {
      writer.write("hello".getBytes(UTF_8));
      assertThat(ProcessSpawnerTest.read(reader)).isEqualTo("hello");
      assertThat(reader.read(new byte[1], 0, 1, SHORT)).isZero();
      writer.close();
      assertThat(reader.read(new byte[1], 0, 1)).isEqualTo(Descriptor.END);
    }
  }

  @Test
  void peerThatNeverComesEndsPatience() throws Exception {
    assertThat(fifo.openForWriting(SHORT)).isEmpty();
    assertThat(fifo.openForReading(SHORT)).isEmpty();
    whatOneEndWritesTheOtherReads();
  }

  @Test
  void openingIsInterruptible() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(fifo::openForWriting).isInstanceOf(InterruptedException.class);
  }

  @Test
  void readingIsInterruptible() throws Exception {
    try (Pipe pipe = Descriptor.pipe()) {
      Thread reader = Thread.currentThread();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> pipe.reader().read(new byte[1], 0, 1))
          .isInstanceOf(InterruptedException.class);
      CompletableFuture<Void> interrupt =
          Background.run(
              () -> {
                while (reader.getState() != Thread.State.RUNNABLE) {
                  Thread.onSpinWait();
                }
                reader.interrupt();
              });
      assertThatThrownBy(() -> pipe.reader().read(new byte[1], 0, 1))
          .isInstanceOf(InterruptedException.class);
      interrupt.join();
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void patienceThatIsOverAtOnceTakesWhatIsThere() throws Exception {
    Duration over = Duration.ofNanos(1);
    byte[] read = new byte[3];
    for (int i = 0; i < 1000; i++) {
      try (Pipe pipe = Descriptor.pipe()) {
        assertThat(pipe.writer().write(new byte[] {1, 2, 3}, 0, 3, over)).isEqualTo(3);
        assertThat(pipe.reader().read(read, 0, 3, over)).isEqualTo(3);
      }
    }
  }

  @Test
  void patienceThatEndsDuringTheCallStillFillsAPipe() throws Exception {
    for (int micros = 1; micros < 400; micros++) {
      try (Pipe pipe = Descriptor.pipe()) {
        Duration patience = Duration.ofNanos(1000L * micros);
        assertThat(pipe.writer().write(new byte[1 << 20], 0, 1 << 20, patience))
            .isGreaterThanOrEqualTo(Descriptor.ATOMIC_BYTES);
      }
    }
  }

  @Test
  void writingWithoutRoomEndsWithPatience() throws Exception {
    try (Pipe pipe = Descriptor.pipe()) {
      int room = pipe.writer().write(new byte[1 << 20], 0, 1 << 20, SHORT);
      assertThat(room).isPositive().isLessThan(1 << 20);
      assertThat(pipe.writer().write(new byte[1], 0, 1, SHORT)).isZero();
    }
  }

  @Test
  void fullPipeDoesNotTakeHalfAnAtomicWrite() throws Exception {
    try (Pipe pipe = Descriptor.pipe()) {
      int room = pipe.writer().write(new byte[1 << 20], 0, 1 << 20, SHORT);
      assertThat(room % Descriptor.ATOMIC_BYTES).isZero();
      pipe.reader().read(new byte[1], 0, 1);
      assertThat(pipe.writer().write(new byte[4096], 0, 4096, SHORT)).isZero();
    }
  }

  @Test
  void writingWithoutAReaderIsABrokenPipe() {
    try (Pipe pipe = Descriptor.pipe()) {
      pipe.reader().close();
      assertThatThrownBy(() -> pipe.writer().write(new byte[1]))
          .isInstanceOf(ProcessException.class)
          .hasMessageContaining("Broken pipe");
    }
  }

  @Test
  void pathThatIsAFileIsRefused() throws Exception {
    Path file = java.nio.file.Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> Fifo.create(file)).hasMessage("mkfifo on " + file + ": File exists");
    assertThatThrownBy(() -> Fifo.at(file))
        .hasMessage("open on " + file + ": it exists and is not a named pipe");
    assertThatThrownBy(() -> Fifo.at(folder.resolve("none")))
        .hasMessageContaining("No such file or directory");
  }

  @Test
  void removedPipeIsGone() {
    fifo.remove();
    assertThatThrownBy(fifo::openForReading).hasMessageContaining("No such file or directory");
  }

  @Test
  void closedDescriptorIsRefused() {
    Pipe pipe = Descriptor.pipe();
    pipe.close();
    pipe.close();
    assertThatThrownBy(() -> pipe.writer().write(new byte[1]))
        .isInstanceOf(IllegalStateException.class);
  }

  private Descriptor writer() {
    try {
      return fifo.openForWriting();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
