package org.phpipc.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far a long command is: a bar on standard error where that is a terminal, else nothing. */
final class Progress implements AutoCloseable {
  private static final int COLUMNS = 78;
  private static final int MILLIS_BETWEEN_DRAWINGS = 100;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Begins.
   *
   * @param what is done, such as {@code saving}
   * @param messages how many there are
   */
  static Progress of(String what, long messages) {
    if (!Terminal.isError()) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(what)
            .setInitialMax(messages)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(MILLIS_BETWEEN_DRAWINGS)
            .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
            .build());
  }

  /** One more message is done. */
  void step() {
    if (bar != null) {
      bar.step();
    }
  }

  /** Leaves the bar as it is; what is printed next stands below it. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
