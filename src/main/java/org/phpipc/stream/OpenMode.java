package org.phpipc.stream;

import java.util.Optional;

/**
 * A mode of {@code fopen}: one of {@code r w a x c}, then {@code +}, {@code b}, {@code t}, {@code
 * e} or {@code n} in any order. Source: {@code php_stream_parse_fopen_modes}, {@code
 * main/streams/plain_wrapper.c}.
 *
 * @param flags of open(2), asm-generic/fcntl.h
 */
public record OpenMode(int flags) {
  private static final int O_RDONLY = 0;
  private static final int O_WRONLY = 1;
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0100;
  private static final int O_EXCL = 0200;
  private static final int O_TRUNC = 01000;
  private static final int O_APPEND = 02000;
  private static final int O_NONBLOCK = 04000;

  /** The mode, or nothing where PHP knows none like it. */
  public static Optional<OpenMode> of(String mode) {
    if (mode.isEmpty() || "rwaxc".indexOf(mode.charAt(0)) < 0) {
      return Optional.empty();
    }
    int creation =
        switch (mode.charAt(0)) {
          case 'w' -> O_CREAT | O_TRUNC;
          case 'a' -> O_CREAT | O_APPEND;
          case 'x' -> O_CREAT | O_EXCL;
          case 'c' -> O_CREAT;
          default -> 0;
        };
    int one = mode.charAt(0) == 'r' ? O_RDONLY : O_WRONLY;
    int access = mode.indexOf('+') > 0 ? O_RDWR : one;
    int waiting = mode.indexOf('n') > 0 ? O_NONBLOCK : 0;
    return Optional.of(new OpenMode(creation | access | waiting));
  }

  boolean waits() {
    return (flags & O_NONBLOCK) == 0;
  }
}
