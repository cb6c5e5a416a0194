package org.phpipc.stream;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.phpipc.Errno;
import org.phpipc.process.Descriptor;
import org.phpipc.process.ProcessException;

/**
 * The stream that PHP's {@code fopen} opens on a file or a pipe.
 *
 * <p>Reads go through a buffer, writes do not. The end of the file is known once a read found it,
 * as in PHP. A stream belongs to one thread at a time; a wait ends when that is interrupted.
 *
 * <p>No byte is lost when a read ends half way by an exception: what has come stays in the buffer
 * for the next read, and for {@link #take}.
 *
 * <p>Source: {@code main/streams/streams.c} and {@code plain_wrapper.c} of PHP 8.2, and what that
 * PHP was seen to do.
 */
public final class PhpStream implements AutoCloseable {
  /** Bytes that PHP asks the kernel for at once. */
  public static final int CHUNK_SIZE = 8192;

  /** Elements of the longest array that every JVM can make. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private static final int MODE_OF_NEW_FILES = 0666;

  private final Descriptor descriptor;

  /** What was read ahead: from {@code from} to {@code to}. */
  private byte[] buffer = new byte[CHUNK_SIZE];

  private int from;
  private int to;
  private long position;
  private boolean blocking;
  private boolean ended;
  private boolean closed;

  private PhpStream(Descriptor descriptor, boolean blocking) {
    this.descriptor = descriptor;
    this.blocking = blocking;
  }

  /**
   * Opens a file, or an end of a named pipe, which waits for the other end.
   *
   * @throws ProcessException if the kernel refuses
   */
  public static PhpStream open(byte[] path, OpenMode mode) throws InterruptedException {
    Descriptor descriptor = Descriptor.open(path, mode.flags(), MODE_OF_NEW_FILES);
    return new PhpStream(descriptor, mode.waits());
  }

  /** A stream on a descriptor. */
  public static PhpStream on(Descriptor descriptor) {
    return new PhpStream(descriptor, true);
  }

  /**
   * Reads until {@code most} bytes are there, the end comes, or, if the stream does not block,
   * nothing more is there.
   */
  public byte[] read(int most) throws InterruptedException {
    boolean more = true;
    while (more && buffered() < most) {
      more = fill();
    }
    return take(most);
  }

  /**
   * Reads a line with its newline, or what there is of one.
   *
   * @param most bytes
   * @return nothing at the end that a read has found, or if the stream does not block and nothing
   *     is there
   */
  public byte[] readLine(int most) throws InterruptedException {
    int length = 0;
    boolean more = true;
    while (more) {
      int limit = Math.min(most, buffered());
      while (length < limit) {
        if (buffer[from + length++] == '\n') {
          return take(length);
        }
      }
      more = length < most && !ended && fill();
    }
    return take(length);
  }

  /** Reads all that comes until the end. */
  public byte[] readAll() throws InterruptedException {
    return read(Integer.MAX_VALUE);
  }

  /** Takes bytes that were read ahead, at most {@code most}. */
  public byte[] take(int most) {
    int count = Math.min(most, buffered());
    byte[] bytes = Arrays.copyOfRange(buffer, from, from + count);
    from += count;
    position += count;
    return bytes;
  }

  /** How many bytes were read ahead. */
  public int buffered() {
    return to - from;
  }

  /** Reads a chunk into the buffer; says whether anything came. */
  private boolean fill() throws InterruptedException {
    makeRoom();
    int count;
    try {
      count = descriptor.read(buffer, to, CHUNK_SIZE, patience());
    } catch (ProcessException e) {
      ended |= e.errno() != Errno.EBADF.number();
      throw e;
    }
    if (count != 0) {
      ended = count == Descriptor.END;
    }
    to += Math.max(0, count);
    return count > 0;
  }

  private static int grown(int size) {
    if (size > LARGEST_ARRAY - CHUNK_SIZE) {
      throw new OutOfMemoryError("more than " + size + " bytes do not fit into an array");
    }
    return (int) Math.min(LARGEST_ARRAY, size + (long) Math.max(size, CHUNK_SIZE));
  }

  /** Has room for a chunk; a buffer that was needed once for much is not kept. */
  private void makeRoom() {
    int size = buffered();
    if (buffer.length - to >= CHUNK_SIZE && size > 0) {
      return;
    }
    byte[] larger = buffer;
    if (size == 0) {
      larger = buffer.length == CHUNK_SIZE ? buffer : new byte[CHUNK_SIZE];
    } else if (from < CHUNK_SIZE) {
      larger = new byte[grown(size)];
    }
    System.arraycopy(buffer, from, larger, 0, size);
    buffer = larger;
    from = 0;
    to = size;
  }

  /** As {@link #write(byte[], int, int)} from the first byte on. */
  public int write(byte[] bytes, int length) throws InterruptedException {
    return write(bytes, 0, length);
  }

  /**
   * Writes all bytes; if the stream does not block, as many as there is room for.
   *
   * @return how many; fewer also if the kernel refused the rest or the thread was interrupted,
   *     which the next write tells: see {@link Descriptor#write(byte[], int, int, Duration)}
   */
  public int write(byte[] bytes, int offset, int length) throws InterruptedException {
    if (length > 0 && from < to && descriptor.isRegularFile()) {
      descriptor.seek(position);
      from = to = 0;
    }
    int written = descriptor.write(bytes, offset, length, patience());
    position += written;
    return written;
  }

  private Duration patience() {
    return blocking ? Descriptor.FOREVER : Duration.ZERO;
  }

  /** Whether a read has found the end, and all before it was taken. */
  public boolean atEnd() {
    return ended && from == to;
  }

  /** Whether bytes were read ahead. */
  public boolean hasBuffered() {
    return from < to;
  }

  /** Whether reads and writes wait. */
  public void setBlocking(boolean blocking) {
    descriptor.setBlocking(blocking);
    this.blocking = blocking;
  }

  /**
   * Which streams can be read, which written, and which have urgent data, without waiting.
   *
   * @param count as PHP counts: a stream that was named twice is one, unless it has bytes read
   *     ahead
   */
  public record Ready(
      List<PhpStream> readable, List<PhpStream> writable, List<PhpStream> urgent, int count) {}

  /** As {@link #select(List, List, List, Duration)} without urgent data. */
  public static Ready select(List<PhpStream> readers, List<PhpStream> writers, Duration patience)
      throws InterruptedException {
    return select(readers, writers, List.of(), patience);
  }

  /** Waits until one of the streams is ready; those with bytes read ahead are at once. */
  public static Ready select(
      List<PhpStream> readers,
      List<PhpStream> writers,
      List<PhpStream> exceptional,
      Duration patience)
      throws InterruptedException {
    List<PhpStream> buffered = readers.stream().filter(PhpStream::hasBuffered).toList();
    if (!buffered.isEmpty()) {
      return new Ready(buffered, List.of(), List.of(), buffered.size());
    }
    Descriptor.Ready ready =
        Descriptor.select(
            descriptors(readers), descriptors(writers), descriptors(exceptional), patience);
    return new Ready(
        among(readers, ready.readable()),
        among(writers, ready.writable()),
        among(exceptional, ready.urgent()),
        distinct(ready.readable()) + distinct(ready.writable()) + distinct(ready.urgent()));
  }

  private static List<Descriptor> descriptors(List<PhpStream> streams) {
    return streams.stream().map(stream -> stream.descriptor).toList();
  }

  private static List<PhpStream> among(List<PhpStream> streams, List<Descriptor> ready) {
    return streams.stream().filter(stream -> ready.contains(stream.descriptor)).toList();
  }

  private static int distinct(List<Descriptor> ready) {
    return (int) ready.stream().distinct().count();
  }

  /** The descriptor below. */
  public Descriptor descriptor() {
    return descriptor;
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    descriptor.close();
  }

  @Override
  public String toString() {
    return "stream on " + descriptor;
  }
}
