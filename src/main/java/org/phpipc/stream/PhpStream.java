package org.phpipc.stream;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import org.phpipc.Errno;
import org.phpipc.process.Descriptor;
import org.phpipc.process.ProcessException;

/**
 * What PHP's {@code fopen} gives for a file or a pipe.
 *
 * <p>Reads go through a buffer of 8192 bytes, writes do not. The end of the file is known once a
 * read found it, as in PHP. A stream belongs to one thread at a time; a wait ends when that is
 * interrupted.
 *
 * <p>Source: {@code main/streams/streams.c} and {@code plain_wrapper.c} of PHP 8.2, and what that
 * PHP was seen to do.
 */
public final class PhpStream implements AutoCloseable {
  /** Bytes that PHP asks the kernel for at once. */
  public static final int CHUNK_SIZE = 8192;

  private static final int MODE_OF_NEW_FILES = 0666;
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final Descriptor descriptor;
  private final byte[] buffer = new byte[CHUNK_SIZE];
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
   * @throws ProcessException where the kernel refuses
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
   * Reads until so many bytes are there, the end comes, or, where the stream does not block,
   * nothing more is there.
   */
  public byte[] read(int most) throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (bytes.size() < most && fill(bytes.size() > 0)) {
      take(bytes, Math.min(most - bytes.size(), to - from));
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a line with its newline, or what there is of one.
   *
   * @param most bytes
   * @return nothing at the end, or where the stream does not block and nothing is there
   */
  public byte[] readLine(int most) throws InterruptedException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean whole = false;
    while (!whole && line.size() < most && fill(line.size() > 0)) {
      int count = Math.min(most - line.size(), to - from);
      for (int i = 0; i < count && !whole; i++) {
        whole = buffer[from + i] == '\n';
        count = whole ? i + 1 : count;
      }
      take(line, count);
    }
    return line.toByteArray();
  }

  /** Reads all that comes until the end. */
  public byte[] readAll() throws InterruptedException {
    return read(Integer.MAX_VALUE);
  }

  private void take(ByteArrayOutputStream bytes, int count) {
    bytes.write(buffer, from, count);
    from += count;
    position += count;
  }

  /**
   * Has at least a byte in the buffer, or says that there is none.
   *
   * @param some whether the caller has bytes already, which a refusal must not lose
   */
  private boolean fill(boolean some) throws InterruptedException {
    if (from < to) {
      return true;
    }
    int count;
    try {
      count = descriptor.read(buffer, 0, CHUNK_SIZE, patience());
    } catch (ProcessException e) {
      ended |= e.errno() != Errno.EBADF.number();
      if (some) {
        return false;
      }
      throw e;
    }
    ended = count == Descriptor.END;
    from = 0;
    to = Math.max(0, count);
    return to > 0;
  }

  /**
   * Writes all bytes; where the stream does not block, as many as there is room for.
   *
   * @return how many
   */
  public int write(byte[] bytes, int length) throws InterruptedException {
    if (length > 0 && from < to && descriptor.isRegularFile()) {
      descriptor.seek(position);
      from = to = 0;
    }
    int written = descriptor.write(bytes, 0, length, patience());
    position += written;
    return written;
  }

  private Duration patience() {
    return blocking ? FOREVER : Duration.ZERO;
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

  /** Which streams can be read and which written without waiting. */
  public record Ready(List<PhpStream> readable, List<PhpStream> writable) {}

  /** Waits until one of the streams is ready; those with bytes read ahead are at once. */
  public static Ready select(List<PhpStream> readers, List<PhpStream> writers, Duration patience)
      throws InterruptedException {
    List<PhpStream> buffered = readers.stream().filter(PhpStream::hasBuffered).toList();
    if (!buffered.isEmpty()) {
      return new Ready(buffered, List.of());
    }
    Descriptor.Ready ready =
        Descriptor.select(descriptors(readers), descriptors(writers), patience);
    return new Ready(
        readers.stream().filter(s -> ready.readable().contains(s.descriptor)).toList(),
        writers.stream().filter(s -> ready.writable().contains(s.descriptor)).toList());
  }

  private static List<Descriptor> descriptors(List<PhpStream> streams) {
    return streams.stream().map(stream -> stream.descriptor).toList();
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
