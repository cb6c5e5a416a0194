package org.phpipc.cli.console;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress of a long command: a bar if standard error is a terminal, otherwise nothing. */
public final class Progress implements AutoCloseable {
  private static final int COLUMNS = 78;
  private static final int MILLIS_BETWEEN_DRAWINGS = 100;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Starts a bar.
   *
   * @param what the activity, such as {@code saving}
   * @param messages how many there are
   */
  public static Progress of(String what, long messages) {
    return of(what, messages, "");
  }

  /** Like {@link #of}, in bytes. */
  public static Progress ofBytes(String what, long bytes) {
    return of(what, bytes, " bytes");
  }

  private static Progress of(String what, long all, String unit) {
    if (!Terminal.isError()) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(what)
            .setInitialMax(all)
            .setUnit(unit, 1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(MILLIS_BETWEEN_DRAWINGS)
            .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
            .build());
  }

  /** Counts one more as done. */
  public void step() {
    step(1);
  }

  /** Counts {@code number} more as done. */
  public void step(long more) {
    if (bar != null) {
      bar.stepBy(more);
    }
  }

  /** Leaves the bar as it is; later output goes below it. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
