package org.phpipc.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.commons.lang3.Validate;
import org.phpipc.Errno;
import org.phpipc.libc.FileLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.FileFlags;
import org.phpipc.libc.abi.Statx;
import org.phpipc.wait.Deadline;
import org.phpipc.wait.Readiness;
import org.phpipc.wait.Readiness.Interest;
import org.phpipc.wait.Waiting;
import org.phpipc.wait.WakeUp;

/**
 * An open file, pipe or terminal: a number that the kernel gave. It is not handed to children
 * unless {@link ProcessSpawner} is told so.
 *
 * <p>Reads and writes wait at most their {@code patience}, and end when the thread is interrupted.
 * One thread at a time may use a descriptor.
 */
public final class Descriptor implements AutoCloseable {
  /** A patience that never ends: longer than any process lives. */
  public static final Duration FOREVER = Deadline.FOREVER;

  /** What {@link #read} gives at the end of the file, or when all writers of a pipe are gone. */
  public static final int END = -1;

  /** Bytes that one write puts into a pipe without mixing with the writes of others. */
  public static final int ATOMIC_BYTES = FileFlags.PIPE_BUF;

  private static final Readiness READINESS = new Readiness(ProcessException::new);
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
   * Opens a file, see open(2). One end of a named pipe waits for the other end.
   *
   * @param mode permissions of a new file, less the umask
   */
  public static Descriptor open(byte[] path, Set<OpenFlag> flags, int mode)
      throws InterruptedException {
    return open(path, flags, mode, FOREVER).orElseThrow();
  }

  /**
   * As {@link #open(byte[], Set, int)}, but waits at most {@code patience}.
   *
   * @return empty if the other end of a named pipe was not opened in time
   */
  public static Optional<Descriptor> open(
      byte[] path, Set<OpenFlag> flags, int mode, Duration patience) throws InterruptedException {
    return Opening.open(path, OpenFlag.bits(flags), mode, Deadline.after(patience));
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
    return read(into, offset, length, FOREVER);
  }

  /**
   * Reads what is there, at least a byte, as read(2).
   *
   * @return how many bytes; 0 if none came in time; {@link #END}, also for a named pipe that was
   *     opened without waiting and has had no writer yet
   */
  public int read(byte[] into, int offset, int length, Duration patience)
      throws InterruptedException {
    int wanted = Math.min(length, MOST_AT_ONCE);
    NativeBuffer buffer = libc.buffer(wanted);
    Deadline deadline = Deadline.after(patience);
    long result = transfer(FileFlags.POLLIN, deadline, () -> libc.read(number, buffer, wanted));
    if (result == Waiting.TIMED_OUT) {
      return 0;
    }
    int count = (int) ProcessException.check("read", name, result);
    buffer.bytes().get(0, into, offset, count);
    return count == 0 && wanted > 0 ? END : count;
  }

  /**
   * Writes all, however long it takes. If that fails, nothing tells how much was written: {@link
   * #write(byte[], int, int, Duration)} does.
   */
  public void write(byte[] bytes) throws InterruptedException {
    int written = 0;
    while (written < bytes.length) {
      written += write(bytes, written, bytes.length - written, FOREVER);
    }
  }

  /**
   * Writes as much as there is room for in time. At most {@link #ATOMIC_BYTES} go to a pipe as a
   * whole or not at all.
   *
   * <p>As with write(2), bytes that were written are always told. If the kernel refuses to take
   * more than a part, the part is the result, and the next call throws. If the thread is
   * interrupted after a part, the part is the result, and the interrupt stays pending.
   *
   * @return how many bytes were written
   * @throws InterruptedException if the thread is interrupted before a byte was written
   * @throws ProcessException if the kernel refuses before a byte was written
   */
  public int write(byte[] from, int offset, int length, Duration patience)
      throws InterruptedException {
    Deadline deadline = Deadline.after(patience);
    int written = 0;
    long result = 0;
    try {
      while (written < length && result >= 0) {
        result = writeSome(from, offset + written, length - written, deadline);
        written += (int) Math.max(0, result);
      }
    } catch (InterruptedException e) {
      if (written == 0) {
        throw e;
      }
      Thread.currentThread().interrupt();
    }
    if (written == 0 && result != Waiting.TIMED_OUT) {
      ProcessException.check("write", name, result);
    }
    return written;
  }

  /** One write(2): its result, or {@link Waiting#TIMED_OUT}. */
  private long writeSome(byte[] from, int offset, int length, Deadline deadline)
      throws InterruptedException {
    return transfer(
        FileFlags.POLLOUT,
        deadline,
        () -> {
          boolean returns = regular || !deadline.isOver() || isNonBlocking();
          int count = Math.min(length, returns ? MOST_AT_ONCE : ATOMIC_BYTES);
          NativeBuffer buffer = libc.buffer(count);
          buffer.bytes().put(0, from, offset, count);
          return libc.write(number, buffer, count);
        });
  }

  /** The result of a call that may wait for others, or {@link Waiting#TIMED_OUT}. */
  private long transfer(int event, Deadline deadline, LongSupplier call)
      throws InterruptedException {
    Validate.validState(!closed, "%s is closed", name);
    long result;
    do {
      result = regular ? call.getAsLong() : patiently(event, deadline, call);
    } while (again(result) && (regular || READINESS.await(number, event, deadline)));
    return again(result) ? Waiting.TIMED_OUT : result;
  }

  /**
   * The call waits by itself: only the kernel knows when it need not, and poll(2) does not tell of
   * a pipe that never had a writer. If there is no time, or no time any longer, the kernel is asked
   * first, unless the call cannot wait: a short patience is no reason to leave what is there.
   */
  private long patiently(int event, Deadline deadline, LongSupplier call)
      throws InterruptedException {
    long result =
        deadline.isOver() ? Waiting.TIMED_OUT : Waiting.until(WakeUp.ofKernel(), deadline, call);
    if (result != Waiting.TIMED_OUT) {
      return result;
    }
    boolean returns = isNonBlocking() || READINESS.await(number, event, deadline);
    return returns ? call.getAsLong() : Waiting.TIMED_OUT;
  }

  private static boolean again(long result) {
    return result == -Errno.EINTR.number() || result == -Errno.EAGAIN.number();
  }

  private boolean isNonBlocking() {
    return (libc.fcntl(number, FileFlags.F_GETFL, 0) & FileFlags.O_NONBLOCK) != 0;
  }

  /**
   * Which of the descriptors can be read, which written, and which have urgent data, without
   * waiting; none in time.
   */
  public record Ready(
      List<Descriptor> readable, List<Descriptor> writable, List<Descriptor> urgent) {}

  /** Waits until one of the descriptors is ready: select(2). */
  public static Ready select(List<Descriptor> readers, List<Descriptor> writers, Duration patience)
      throws InterruptedException {
    return select(readers, writers, List.of(), patience);
  }

  /**
   * As {@link #select(List, List, Duration)}.
   *
   * @param exceptional descriptors whose urgent data is waited for
   */
  public static Ready select(
      List<Descriptor> readers,
      List<Descriptor> writers,
      List<Descriptor> exceptional,
      Duration patience)
      throws InterruptedException {
    List<Interest> interests = new ArrayList<>();
    readers.forEach(reader -> interests.add(reader.interest(FileFlags.POLLIN)));
    writers.forEach(writer -> interests.add(writer.interest(FileFlags.POLLOUT)));
    exceptional.forEach(one -> interests.add(one.interest(FileFlags.POLLPRI)));
    List<Interest> ready = READINESS.await(interests, Deadline.after(patience));
    return new Ready(
        readers.stream().filter(r -> ready.contains(r.interest(FileFlags.POLLIN))).toList(),
        writers.stream().filter(w -> ready.contains(w.interest(FileFlags.POLLOUT))).toList(),
        exceptional.stream().filter(e -> ready.contains(e.interest(FileFlags.POLLPRI))).toList());
  }

  private Interest interest(int event) {
    Validate.validState(!closed, "%s is closed", name);
    return new Interest(number, event);
  }

  /**
   * Locks the open file for this process and its children alone, as soon as nobody else has a lock:
   * flock(2). The lock ends with the last descriptor of the open file.
   */
  public void lock() throws InterruptedException {
    Validate.validState(!closed, "%s is closed", name);
    long result = Waiting.untilDone(WakeUp.ofKernel(), () -> libc.flock(number, FileFlags.LOCK_EX));
    ProcessException.check("flock", name, result);
  }

  /** Sets the size of an ordinary file, in bytes. */
  public void truncate(long size) {
    ProcessException.check("ftruncate", name, libc.ftruncate(number, size));
  }

  /** Bytes of the file as the kernel tells them; 0 for a pipe. */
  public long size() {
    NativeBuffer statx = libc.buffer(Statx.SIZE);
    int result = libc.statx(number, NO_PATH, FileFlags.AT_EMPTY_PATH, Statx.STATX_SIZE, statx);
    ProcessException.check("statx", name, result);
    return statx.bytes().getLong(Statx.SIZE_OFFSET);
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

  /** Whether the path is a named pipe; false if there is nothing. */
  static boolean isFifo(byte[] terminatedPath) {
    FileLibc libc = FileLibc.get();
    NativeBuffer statx = libc.buffer(Statx.SIZE);
    int result = libc.statx(FileFlags.AT_FDCWD, terminatedPath, 0, Statx.STATX_TYPE, statx);
    int mode = result < 0 ? 0 : statx.bytes().getShort(Statx.MODE_OFFSET);
    return (mode & FileFlags.S_IFMT) == FileFlags.S_IFIFO;
  }
}
