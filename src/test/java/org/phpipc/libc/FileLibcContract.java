package org.phpipc.libc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phpipc.Errno;
import org.phpipc.libc.abi.FileFlags;
import org.phpipc.libc.abi.Pollfd;

/** What every binding must do with files and descriptors. */
abstract class FileLibcContract {
  private final FileLibc libc;
  @TempDir private Path folder;

  FileLibcContract(FileLibc libc) {
    this.libc = libc;
  }

  @Test
  void whatIsWrittenToAPipeIsReadFromIt() {
    int[] pipe = pipe();
    assertThat(write(pipe[1], "hello")).isEqualTo(5);
    assertThat(read(pipe[0], 100)).isEqualTo("hello");
    assertThat(libc.close(pipe[1])).isZero();
    assertThat(read(pipe[0], 100)).isEmpty();
    assertThat(libc.close(pipe[0])).isZero();
    assertThat(libc.close(pipe[0])).isEqualTo(-Errno.EBADF.number());
  }

  @Test
  void emptyPipeThatDoesNotBlockAnswersNegatedEagain() {
    int[] pipe = pipe();
    assertThat(libc.fcntl(pipe[0], FileFlags.F_GETFD, 0)).isEqualTo(FileFlags.FD_CLOEXEC);
    assertThat(libc.fcntl(pipe[0], FileFlags.F_SETFL, FileFlags.O_NONBLOCK)).isZero();
    assertThat(libc.fcntl(pipe[0], FileFlags.F_GETFL, 0)).isEqualTo(FileFlags.O_NONBLOCK);
    assertThat(libc.read(pipe[0], libc.buffer(8), 8)).isEqualTo(-Errno.EAGAIN.number());
    close(pipe);
  }

  @Test
  void writingWithoutAReaderAnswersNegatedEpipe() {
    int[] pipe = pipe();
    libc.close(pipe[0]);
    assertThat(write(pipe[1], "x")).isEqualTo(-Errno.EPIPE.number());
    libc.close(pipe[1]);
  }

  @Test
  void pollTellsWhichPipeIsReady() {
    int[] pipe = pipe();
    NativeBuffer fds = libc.buffer(2 * Pollfd.SIZE);
    Pollfd.put(fds.bytes(), 0, pipe[0], FileFlags.POLLIN);
    Pollfd.put(fds.bytes(), 1, pipe[1], FileFlags.POLLOUT);
    assertThat(libc.poll(fds, 2, 0)).isEqualTo(1);
    assertThat(Pollfd.revents(fds.bytes(), 0)).isZero();
    assertThat(Pollfd.revents(fds.bytes(), 1)).isEqualTo(FileFlags.POLLOUT);
    close(pipe);
  }

  @Test
  void duplicateReadsFromTheSamePipe() {
    int[] pipe = pipe();
    int duplicate = libc.fcntl(pipe[0], FileFlags.F_DUPFD_CLOEXEC, 50);
    assertThat(duplicate).isGreaterThanOrEqualTo(50);
    write(pipe[1], "x");
    assertThat(read(duplicate, 1)).isEqualTo("x");
    libc.close(duplicate);
    close(pipe);
  }

  @Test
  void eventfdIsReadableOnceItCounts() {
    int event = libc.eventfd(0, FileFlags.EFD_CLOEXEC | FileFlags.EFD_NONBLOCK);
    NativeBuffer buffer = libc.buffer(Long.BYTES);
    assertThat(libc.read(event, buffer, Long.BYTES)).isEqualTo(-Errno.EAGAIN.number());
    buffer.bytes().putLong(0, 1);
    assertThat(libc.write(event, buffer, Long.BYTES)).isEqualTo(Long.BYTES);
    assertThat(libc.read(event, buffer, Long.BYTES)).isEqualTo(Long.BYTES);
    libc.close(event);
  }

  @Test
  void memoryFileIsReadThroughProc() throws Exception {
    int fd = libc.memfd_create("test\0".getBytes(US_ASCII), FileFlags.MFD_CLOEXEC);
    write(fd, "hello");
    assertThat(Path.of("/proc/self/fd/" + fd)).hasContent("hello");
    libc.close(fd);
  }

  @Test
  void fileIsMadeWrittenAndRemoved() throws Exception {
    Path file = folder.resolve("file");
    int flags = FileFlags.O_WRONLY | FileFlags.O_CREAT | FileFlags.O_EXCL;
    int fd = libc.open(path(file), flags, 0600);
    assertThat(write(fd, "abc")).isEqualTo(3);
    assertThat(libc.lseek(fd, -1, FileFlags.SEEK_END)).isEqualTo(2);
    libc.close(fd);
    assertThat(Files.readString(file)).isEqualTo("abc");
    assertThat(libc.open(path(file), flags, 0600)).isEqualTo(-Errno.EEXIST.number());
    assertThat(libc.access(path(file), 4)).isZero();
    assertThat(libc.unlink(path(file))).isZero();
    assertThat(libc.unlink(path(file))).isEqualTo(-Errno.ENOENT.number());
    assertThat(libc.access(path(file), 0)).isEqualTo(-Errno.ENOENT.number());
  }

  @Test
  void lockOfOneOpenFileKeepsAnotherOut() {
    Path file = folder.resolve("file");
    int flags = FileFlags.O_RDWR | FileFlags.O_CREAT;
    int one = libc.open(path(file), flags, 0600);
    int other = libc.open(path(file), flags, 0600);
    assertThat(libc.flock(one, FileFlags.LOCK_EX)).isZero();
    assertThat(libc.flock(other, FileFlags.LOCK_EX | LOCK_NB)).isEqualTo(-Errno.EAGAIN.number());
    close(one);
    assertThat(libc.flock(other, FileFlags.LOCK_EX | LOCK_NB)).isZero();
    close(other);
  }

  /** asm-generic/fcntl.h. */
  private static final int LOCK_NB = 4;

  @Test
  void fileIsCutToASize() {
    Path file = folder.resolve("file");
    int fd = libc.open(path(file), FileFlags.O_RDWR | FileFlags.O_CREAT, 0600);
    write(fd, "abcdef");
    assertThat(libc.ftruncate(fd, 2)).isZero();
    close(fd);
    assertThat(file).hasContent("ab");
  }

  @Test
  void namedPipeWithoutAReaderAnswersNegatedEnxio() {
    Path fifo = folder.resolve("fifo");
    assertThat(libc.mkfifo(path(fifo), 0600)).isZero();
    assertThat(libc.mkfifo(path(fifo), 0600)).isEqualTo(-Errno.EEXIST.number());
    int flags = FileFlags.O_WRONLY | FileFlags.O_NONBLOCK;
    assertThat(libc.open(path(fifo), flags, 0)).isEqualTo(-Errno.ENXIO.number());
  }

  private int[] pipe() {
    NativeBuffer ends = libc.buffer(2 * Integer.BYTES);
    assertThat(libc.pipe2(ends, FileFlags.O_CLOEXEC)).isZero();
    return new int[] {ends.bytes().getInt(0), ends.bytes().getInt(Integer.BYTES)};
  }

  private void close(int... descriptors) {
    for (int fd : descriptors) {
      libc.close(fd);
    }
  }

  private long write(int fd, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    NativeBuffer buffer = libc.buffer(bytes.length);
    buffer.bytes().put(0, bytes);
    return libc.write(fd, buffer, bytes.length);
  }

  private String read(int fd, int most) {
    NativeBuffer buffer = libc.buffer(most);
    byte[] bytes = new byte[(int) libc.read(fd, buffer, most)];
    buffer.bytes().get(0, bytes);
    return new String(bytes, US_ASCII);
  }

  private static byte[] path(Path path) {
    return (path + "\0").getBytes(US_ASCII);
  }
}
