package org.phpipc.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.Validate;
import org.phpipc.Errno;
import org.phpipc.libc.FileFlags;
import org.phpipc.libc.FileLibc;
import org.phpipc.libc.IpcFlags;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.Statx;
import org.phpipc.process.Readiness.Interest;

/**
 * An open file, pipe or terminal: a number that the kernel gave. It is not handed to children
 * unless {@link ProcessSpawner} is told so.
 *
 * <p>Reading and writing wait at most so long, and end when the thread is interrupted. One thread
 * at a time may use a descriptor.
 */
public final class Descriptor implements AutoCloseable {
  /** What {@link #read} gives at the end of the file, or when all writers of a pipe are gone. */
  public static final int END = -1;

  /** Writes to a pipe of at most so many bytes are not mixed with those of others. */
  public static final int ATOMIC_BYTES = FileFlags.PIPE_BUF;

  private static final byte[] NO_PATH = {0};
  private static final int MOST_AT_ONCE = 1 << 20;

  private final FileLibc libc = FileLibc.get();
  private final int number;
  private final String name;
  private final boolean regular;
  private boolean closed;

  private Descriptor(int number, String name) {
    this.number = number;
    this.name = name;
    this.regular = (mode(number) & FileFlags.S_IFMT) == FileFlags.S_IFREG;
  }

  /** The descriptor of this number that is open already. */
  public static Descriptor of(int number) {
    return new Descriptor(number, "descriptor " + number);
  }

  static Descriptor of(int number, String name) {
    return new Descriptor(number, name);
  }

  /** The two ends of a new pipe. */
  public record Pipe(Descriptor reader, Descriptor writer) implements AutoCloseable {
    @Override
    public void close() {
      reader.close();
      writer.close();
    }
  }

  /** A new pipe. */
  public static Pipe pipe() {
    FileLibc libc = FileLibc.get();
    NativeBuffer ends = libc.buffer(2 * Integer.BYTES);
    ProcessException.check("pipe2", "a new pipe", libc.pipe2(ends, FileFlags.O_CLOEXEC));
    int from = ends.bytes().getInt(0);
    int to = ends.bytes().getInt(Integer.BYTES);
    return new Pipe(new Descriptor(from, "pipe " + from), new Descriptor(to, "pipe " + to));
  }

  /** A new file without a name, in memory. */
  static Descriptor memoryFile(String name) {
    int number = FileLibc.get().memfd_create(CStrings.terminated(name), FileFlags.MFD_CLOEXEC);
    return new Descriptor(ProcessException.check("memfd_create", name, number), name);
  }

  /**
   * Opens a file as open(2) does; one end of a named pipe waits for the other.
   *
   * @param flags of the kernel
   * @param mode permissions of a file that is made, less the umask
   */
  public static Descriptor open(byte[] path, int flags, int mode) throws InterruptedException {
    return Opening.open(path, flags, mode, Deadline.after(Deadline.FOREVER)).orElseThrow();
  }

  /** As {@link #open(byte[], int, int)}, but waits no longer than so. */
  public static Optional<Descriptor> open(byte[] path, int flags, int mode, Duration patience)
      throws InterruptedException {
    return Opening.open(path, flags, mode, Deadline.after(patience));
  }

  /** The number. */
  public int number() {
    return number;
  }

  /** Whether it is an ordinary file, which never makes anybody wait. */
  public boolean isRegularFile() {
    return regular;
  }

  /** As {@link #read(byte[], int, int, Duration)}, however long it takes. */
  public int read(byte[] into, int offset, int length) throws InterruptedException {
    return read(into, offset, length, Deadline.FOREVER);
  }

  /**
   * Reads what is there, at least a byte.
   *
   * @return how many bytes; 0 where none came in time; {@link #END}
   */
  public int read(byte[] into, int offset, int length, Duration patience)
      throws InterruptedException {
    Deadline deadline = Deadline.after(patience);
    int wanted = Math.min(length, MOST_AT_ONCE);
    while (await(FileFlags.POLLIN, deadline)) {
      NativeBuffer buffer = libc.buffer(wanted);
      long result = libc.read(number, buffer, wanted);
      if (!again(result)) {
        int count = (int) ProcessException.check("read", name, result);
        buffer.bytes().get(0, into, offset, count);
        return count == 0 && wanted > 0 ? END : count;
      }
    }
    return 0;
  }

  /** Writes all, however long it takes. */
  public void write(byte[] bytes) throws InterruptedException {
    write(bytes, 0, bytes.length, Deadline.FOREVER);
  }

  /**
   * Writes as much as there is room for in time. At most {@link #ATOMIC_BYTES} go to a pipe as a
   * whole or not at all.
   *
   * @return how many bytes were written
   */
  public int write(byte[] from, int offset, int length, Duration patience)
      throws InterruptedException {
    Deadline deadline = Deadline.after(patience);
    int written = 0;
    while (written < length && await(FileFlags.POLLOUT, deadline)) {
      int count = Math.min(length - written, regular ? MOST_AT_ONCE : ATOMIC_BYTES);
      NativeBuffer buffer = libc.buffer(count);
      buffer.bytes().put(0, from, offset + written, count);
      long result = libc.write(number, buffer, count);
      if (!again(result)) {
        written += (int) ProcessException.check("write", name, result);
      }
    }
    return written;
  }

  private static boolean again(long result) {
    return result == -Errno.EINTR.number() || result == -Errno.EAGAIN.number();
  }

  private boolean await(int event, Deadline deadline) throws InterruptedException {
    Validate.validState(!closed, "%s is closed", name);
    return regular || Readiness.await(number, event, deadline);
  }

  /** Which of the descriptors can be read, and which written, without waiting; none in time. */
  public record Ready(List<Descriptor> readable, List<Descriptor> writable) {}

  /** Waits until one of the descriptors is ready: select(2). */
  public static Ready select(List<Descriptor> readers, List<Descriptor> writers, Duration patience)
      throws InterruptedException {
    List<Interest> interests = new ArrayList<>();
    readers.forEach(reader -> interests.add(new Interest(reader.number, FileFlags.POLLIN)));
    writers.forEach(writer -> interests.add(new Interest(writer.number, FileFlags.POLLOUT)));
    List<Interest> ready = Readiness.await(interests, Deadline.after(patience));
    return new Ready(
        readers.stream().filter(r -> ready.contains(interest(r, FileFlags.POLLIN))).toList(),
        writers.stream().filter(w -> ready.contains(interest(w, FileFlags.POLLOUT))).toList());
  }

  private static Interest interest(Descriptor descriptor, int events) {
    return new Interest(descriptor.number, events);
  }

  /** Whether reads and writes of others, who share the open file, wait ({@code O_NONBLOCK}). */
  public void setBlocking(boolean blocking) {
    int flags = ProcessException.check("fcntl", name, libc.fcntl(number, FileFlags.F_GETFL, 0));
    int wanted = blocking ? flags & ~FileFlags.O_NONBLOCK : flags | FileFlags.O_NONBLOCK;
    ProcessException.check("fcntl", name, libc.fcntl(number, FileFlags.F_SETFL, wanted));
  }

  /** Keeps it from the program that this process becomes ({@code FD_CLOEXEC}). */
  public void closeOnExec() {
    int result = libc.fcntl(number, FileFlags.F_SETFD, FileFlags.FD_CLOEXEC);
    ProcessException.check("fcntl", name, result);
  }

  /** Where in an ordinary file the next read or write begins, in bytes. */
  public void seek(long position) {
    ProcessException.check("lseek", name, libc.lseek(number, position, FileFlags.SEEK_SET));
  }

  /** Gives it back. A second time does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      libc.close(number);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private static int mode(int number) {
    FileLibc libc = FileLibc.get();
    NativeBuffer statx = libc.buffer(Statx.SIZE);
    int result = libc.statx(number, NO_PATH, FileFlags.AT_EMPTY_PATH, Statx.STATX_TYPE, statx);
    ProcessException.check("statx", "descriptor " + number, result);
    return statx.bytes().getShort(Statx.MODE_OFFSET);
  }

  /** Whether the path is a named pipe; false where there is nothing. */
  static boolean isFifo(byte[] terminatedPath) {
    FileLibc libc = FileLibc.get();
    NativeBuffer statx = libc.buffer(Statx.SIZE);
    int result = libc.statx(IpcFlags.AT_FDCWD, terminatedPath, 0, Statx.STATX_TYPE, statx);
    int mode = result < 0 ? 0 : statx.bytes().getShort(Statx.MODE_OFFSET);
    return (mode & FileFlags.S_IFMT) == FileFlags.S_IFIFO;
  }
}
