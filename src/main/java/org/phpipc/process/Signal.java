package org.phpipc.process;

import java.util.List;
import org.apache.commons.lang3.Validate;

/**
 * A signal of Linux, by its number. Numbers: {@code asm-generic/signal.h} (x86-64 and aarch64).
 *
 * @param number 1 to {@value #HIGHEST}; those from 32 on are real-time signals
 */
public record Signal(int number) {
  /** The highest number that there is: {@code SIGRTMAX}. */
  public static final int HIGHEST = 64;

  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  public static final Signal HUP = named("HUP");
  public static final Signal INT = named("INT");
  public static final Signal QUIT = named("QUIT");
  public static final Signal KILL = named("KILL");
  public static final Signal USR1 = named("USR1");
  public static final Signal USR2 = named("USR2");
  public static final Signal PIPE = named("PIPE");
  public static final Signal ALRM = named("ALRM");
  public static final Signal TERM = named("TERM");
  public static final Signal CHLD = named("CHLD");
  public static final Signal CONT = named("CONT");
  public static final Signal STOP = named("STOP");

  /** Refuses numbers that are no signals. */
  public Signal {
    Validate.inclusiveBetween(1, HIGHEST, number, "a signal is 1 to 64, not " + number);
  }

  /** The signal with this name, such as {@code TERM}. */
  public static Signal named(String name) {
    int index = NAMES.indexOf(name);
    Validate.isTrue(index >= 0, "there is no signal %s", name);
    return new Signal(index + 1);
  }

  /** {@code TERM}; a real-time signal has its number for a name. */
  public String name() {
    return number <= NAMES.size() ? NAMES.get(number - 1) : Integer.toString(number);
  }

  /** {@code SIGTERM}, or {@code signal 40}. */
  @Override
  public String toString() {
    return number <= NAMES.size() ? "SIG" + name() : "signal " + number;
  }
}
