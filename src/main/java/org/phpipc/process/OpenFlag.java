package org.phpipc.process;

import java.util.Set;
import org.phpipc.libc.abi.FileFlags;

/**
 * What {@link Descriptor#open} does with a file, see open(2). A file is opened for reading, for
 * writing, or with both flags for both.
 */
public enum OpenFlag {
  READ(FileFlags.O_RDONLY),
  WRITE(FileFlags.O_WRONLY),
  /** Creates the file if it does not exist. */
  CREATE(FileFlags.O_CREAT),
  /** Together with {@link #CREATE}: refuses a file that exists. */
  EXCLUSIVE(FileFlags.O_EXCL),
  /** Discards the content of the file. */
  TRUNCATE(FileFlags.O_TRUNC),
  /** Writes at the end of the file. */
  APPEND(FileFlags.O_APPEND),
  /** Waits neither for the other end of a named pipe nor for bytes. */
  NONBLOCK(FileFlags.O_NONBLOCK);

  private final int bits;

  OpenFlag(int bits) {
    this.bits = bits;
  }

  /** The flags as the kernel takes them, where reading and writing is a third number. */
  static int bits(Set<OpenFlag> flags) {
    int bits = flags.stream().mapToInt(flag -> flag.bits).reduce(0, (all, one) -> all | one);
    return flags.contains(READ) && flags.contains(WRITE)
        ? (bits & ~FileFlags.O_WRONLY) | FileFlags.O_RDWR
        : bits;
  }
}
