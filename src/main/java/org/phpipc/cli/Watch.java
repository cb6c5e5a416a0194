package org.phpipc.cli;

import picocli.CommandLine.Option;

/** How often something is shown: the options --watch and --every. */
final class Watch {
  private static final String HOME_AND_CLEAR = "\033[H\033[2J";
  private static final long MILLIS_PER_SECOND = 1000;

  @Option(names = "--watch", description = "Show it again and again, until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "With --watch: how often (default ${DEFAULT-VALUE}).")
  private double seconds;

  /** Shows once or again and again, on a terminal in the same place. */
  void show(Runnable once) {
    once.run();
    while (watch && pause()) {
      if (Terminal.isOutput()) {
        System.out.print(HOME_AND_CLEAR);
      }
      once.run();
    }
  }

  double seconds() {
    return seconds;
  }

  /** False where the thread was interrupted. */
  boolean pause() {
    try {
      Thread.sleep((long) (seconds * MILLIS_PER_SECOND));
      return !System.out.checkError();
    } catch (InterruptedException e) {
      return false;
    }
  }
}
