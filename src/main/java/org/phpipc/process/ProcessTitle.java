package org.phpipc.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.ProcessLibc;

/**
 * The command line that {@code ps} shows for this process: the memory where the kernel put the
 * arguments, with the environment right behind it.
 *
 * <p>The environment's strings are copied to other memory before they are written over, so that C
 * code still finds them. If the memory is: {@code /proc/self/stat}, fields 48 to 51 of proc(5).
 */
public final class ProcessTitle {
  private static final Path STAT = Path.of("/proc/self/stat");
  private static final int ARG_START = 48;

  /** The first field behind the name of the program, which may hold blanks. */
  private static final int FIRST_FIELD = 3;

  private static final Optional<ProcessTitle> OWN = read();

  private final long start;
  private final long environmentStart;
  private final int size;
  private boolean written;
  private byte[] title = {};

  private ProcessTitle(long start, long environmentStart, int size) {
    this.start = start;
    this.environmentStart = environmentStart;
    this.size = size;
  }

  /** That of this process; nothing if the kernel does not tell where its arguments are. */
  public static Optional<ProcessTitle> find() {
    return OWN;
  }

  /** As {@link #find}. */
  public static ProcessTitle own() {
    return OWN.orElseThrow(
        () -> new IllegalStateException(STAT + " does not tell where the arguments are"));
  }

  private static Optional<ProcessTitle> read() {
    try {
      return of(Files.readString(STAT, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The title of the process that the line describes. An emulated kernel leaves fields out. */
  static Optional<ProcessTitle> of(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    int first = ARG_START - FIRST_FIELD;
    if (fields.length < first + 4) {
      return Optional.empty();
    }
    long argStart = Long.parseUnsignedLong(fields[first]);
    long argEnd = Long.parseUnsignedLong(fields[first + 1]);
    long envStart = Long.parseUnsignedLong(fields[first + 2]);
    long envEnd = Long.parseUnsignedLong(fields[first + 3]);
    boolean contiguous = argEnd == envStart;
    long end = contiguous ? envEnd : argEnd;
    return end <= argStart // The kernel shows zeros to those who may not trace the process.
        ? Optional.empty()
        : Optional.of(
            new ProcessTitle(argStart, contiguous ? envStart : envEnd, (int) (end - argStart)));
  }

  /** Bytes of room for a title. */
  public int room() {
    return size - 1;
  }

  /** The title, up to a NUL in it and as far as there is room; empty where none was set. */
  public synchronized byte[] get() {
    return title.clone();
  }

  /** Shows the title from now on. */
  public synchronized void set(byte[] newTitle) {
    if (!written) {
      moveEnvironment();
      written = true;
    }
    byte[] all = Arrays.copyOf(Arrays.copyOf(newTitle, Math.min(newTitle.length, room())), size);
    ProcessLibc.get().memory(start, size).bytes().put(0, all);
    int length = 0;
    while (all[length] != 0) {
      length++;
    }
    title = Arrays.copyOf(all, length);
  }

  private void moveEnvironment() {
    System.getenv(); // Java reads it once: now.
    long end = start + size;
    ProcessLibc libc = ProcessLibc.get();
    long entry = libc.environ();
    long string;
    while ((string = libc.memory(entry, Long.BYTES).bytes().getLong(0)) != 0) {
      if (string >= environmentStart && string < end) {
        libc.memory(entry, Long.BYTES).bytes().putLong(0, copy(libc, string, (int) (end - string)));
      }
      entry += Long.BYTES;
    }
  }

  private static long copy(ProcessLibc libc, long string, int most) {
    ByteBuffer bytes = libc.memory(string, most).bytes();
    int length = 0;
    while (length < most - 1 && bytes.get(length) != 0) {
      length++;
    }
    NativeBuffer copy = libc.permanent(length + 1);
    copy.bytes().put(0, bytes, 0, length).put(length, (byte) 0);
    return copy.address();
  }
}
