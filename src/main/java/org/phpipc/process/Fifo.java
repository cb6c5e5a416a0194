package org.phpipc.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.phpipc.Errno;
import org.phpipc.libc.FileLibc;

/**
 * A named pipe: a name in a folder under which processes find the same pipe. See fifo(7).
 *
 * <p>Opening one end waits for the other. At most {@link Descriptor#ATOMIC_BYTES} at a time are
 * written as a whole. This object is a name and holds nothing.
 */
public final class Fifo {
  /** Permission bits of a new pipe if the caller names none: only its owner may use it. */
  public static final int DEFAULT_MODE = 0600;

  private static final Set<OpenFlag> READING = Set.of(OpenFlag.READ);
  private static final Set<OpenFlag> WRITING = Set.of(OpenFlag.WRITE);

  private final byte[] path;

  private Fifo(byte[] path) {
    this.path = path;
  }

  /**
   * The pipe of this name.
   *
   * @throws ProcessException if there is nothing, or something else
   */
  public static Fifo at(Path path) {
    byte[] bytes = CStrings.bytes(path.toString());
    if (!Descriptor.isFifo(CStrings.terminated(bytes))) {
      ProcessException.check("access", path, FileLibc.get().access(CStrings.terminated(bytes), 0));
      int errno = Errno.EEXIST.number();
      throw new ProcessException(
          "open", path.toString(), errno, "it exists and is not a named pipe");
    }
    return new Fifo(bytes);
  }

  /** As {@link #create(Path, int)} with {@link #DEFAULT_MODE}. */
  public static Fifo create(Path path) {
    return create(path, DEFAULT_MODE);
  }

  /**
   * A new pipe.
   *
   * @param mode permissions, less the umask
   * @throws ProcessException if the name is taken
   */
  public static Fifo create(Path path, int mode) {
    byte[] bytes = CStrings.bytes(path.toString());
    create(bytes, mode);
    return new Fifo(bytes);
  }

  /** What {@code mkfifo} makes of raw arguments. */
  public static void create(byte[] path, int mode) {
    ProcessException.check(
        "mkfifo", CStrings.text(path), FileLibc.get().mkfifo(CStrings.terminated(path), mode));
  }

  /** The end to read from, once somebody writes. */
  public Descriptor openForReading() throws InterruptedException {
    return Descriptor.open(path, READING, 0);
  }

  /** As {@link #openForReading()}; nothing if no writer came in time. */
  public Optional<Descriptor> openForReading(Duration patience) throws InterruptedException {
    return Descriptor.open(path, READING, 0, patience);
  }

  /** The end to write to, once somebody reads. */
  public Descriptor openForWriting() throws InterruptedException {
    return Descriptor.open(path, WRITING, 0);
  }

  /** As {@link #openForWriting()}; nothing if no reader came in time. */
  public Optional<Descriptor> openForWriting(Duration patience) throws InterruptedException {
    return Descriptor.open(path, WRITING, 0, patience);
  }

  /** Removes the name. Who has the pipe open keeps it. */
  public void remove() {
    PosixFiles.remove(path);
  }

  @Override
  public String toString() {
    return CStrings.text(path);
  }
}
