package org.phpipc.swoole;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The flags of a task. Their bits are the same in every release; unknown ones are ignored. */
public enum TaskFlag {
  /** The data is a structure that names a file with the payload. */
  TMPFILE(1),
  /** The payload is a value in PHP's serialize format. */
  SERIALIZE(2),
  /** A result goes back as an event, not the way of {@code taskwait()}. */
  NONBLOCK(4),
  /** A result goes to the callback that was given to {@code task()}. */
  CALLBACK(8),
  /** From {@code taskWaitMulti()}. */
  WAITALL(16),
  /** From {@code taskCo()}, or {@code taskwait()} in a coroutine. */
  COROUTINE(32),
  /** Whoever reads the file leaves it. */
  PEEK(64),
  /** Nobody takes a result. */
  NOREPLY(128);

  /** All bits that are a flag. */
  private static final int KNOWN = bits(EnumSet.allOf(TaskFlag.class));

  /** Every combination by its bits. */
  private static final List<Set<TaskFlag>> SETS =
      IntStream.rangeClosed(0, KNOWN).mapToObj(TaskFlag::set).toList();

  private final int bit;

  TaskFlag(int bit) {
    this.bit = bit;
  }

  /** The flag's bit on the wire. */
  public int bit() {
    return bit;
  }

  /** The bits of all these flags. */
  static int bits(Iterable<TaskFlag> flags) {
    int bits = 0;
    for (TaskFlag flag : flags) {
      bits |= flag.bit;
    }
    return bits;
  }

  /** The flags that these bits have. */
  static Set<TaskFlag> of(int bits) {
    return SETS.get(bits & KNOWN);
  }

  private static Set<TaskFlag> set(int bits) {
    Set<TaskFlag> flags = EnumSet.noneOf(TaskFlag.class);
    for (TaskFlag flag : values()) {
      if ((bits & flag.bit) != 0) {
        flags.add(flag);
      }
    }
    return Collections.unmodifiableSet(flags);
  }
}
