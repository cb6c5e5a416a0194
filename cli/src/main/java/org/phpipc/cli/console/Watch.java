package org.phpipc.cli.console;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options --watch and --every. */
public final class Watch {
  private static final String HOME_AND_CLEAR = "\033[H\033[2J";
  private static final long MILLIS_PER_SECOND = 1000;
  private static final double SHORTEST = 0.01;
  private static final double LONGEST = 86_400;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--watch", description = "Repeat until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "With --watch: the interval (default ${DEFAULT-VALUE}).")
  private double seconds;

  /** Shows the text once or repeatedly; on a terminal always in the same place. */
  public void show(Supplier<String> once) {
    if (!(seconds >= SHORTEST && seconds <= LONGEST)) {
      String range = "--every must be " + SHORTEST + " to " + (long) LONGEST + " seconds";
      throw new ParameterException(spec.commandLine(), range);
    }
    Output.write(once.get().getBytes(StandardCharsets.UTF_8));
    while (watch && pause()) {
      String text = (Terminal.isOutput() ? HOME_AND_CLEAR : "") + once.get();
      Output.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Returns false if the thread was interrupted. */
  private boolean pause() {
    try {
      Thread.sleep((long) (seconds * MILLIS_PER_SECOND));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
