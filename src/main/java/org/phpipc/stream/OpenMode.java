package org.phpipc.stream;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.phpipc.process.OpenFlag;

/**
 * A mode of {@code fopen}: one of {@code r w a x c}, then {@code +}, {@code b}, {@code t}, {@code
 * e} or {@code n} in any order. Source: {@code php_stream_parse_fopen_modes}, {@code
 * main/streams/plain_wrapper.c}.
 *
 * @param flags what the mode asks of open(2)
 */
public record OpenMode(Set<OpenFlag> flags) {
  /** Copies the flags. */
  public OpenMode {
    flags = Set.copyOf(flags);
  }

  /** The parsed mode, or empty if PHP does not know the mode. */
  public static Optional<OpenMode> of(String mode) {
    if (mode.isEmpty() || "rwaxc".indexOf(mode.charAt(0)) < 0) {
      return Optional.empty();
    }
    Set<OpenFlag> flags =
        switch (mode.charAt(0)) {
          case 'w' -> EnumSet.of(OpenFlag.WRITE, OpenFlag.CREATE, OpenFlag.TRUNCATE);
          case 'a' -> EnumSet.of(OpenFlag.WRITE, OpenFlag.CREATE, OpenFlag.APPEND);
          case 'x' -> EnumSet.of(OpenFlag.WRITE, OpenFlag.CREATE, OpenFlag.EXCLUSIVE);
          case 'c' -> EnumSet.of(OpenFlag.WRITE, OpenFlag.CREATE);
          default -> EnumSet.of(OpenFlag.READ);
        };
    if (mode.indexOf('+') > 0) {
      flags.addAll(EnumSet.of(OpenFlag.READ, OpenFlag.WRITE));
    }
    if (mode.indexOf('n') > 0) {
      flags.add(OpenFlag.NONBLOCK);
    }
    return Optional.of(new OpenMode(flags));
  }

  boolean waits() {
    return !flags.contains(OpenFlag.NONBLOCK);
  }
}
