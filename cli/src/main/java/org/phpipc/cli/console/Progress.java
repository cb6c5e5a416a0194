package org.phpipc.cli.console;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far a long command is: a bar on standard error where that is a terminal, else nothing. */
public final class Progress implements AutoCloseable {
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
  public static Progress of(String what, long messages) {
    return of(what, messages, "");
  }

  /** As {@link #of}, in bytes. */
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

  /** One more is done. */
  public void step() {
    step(1);
  }

  /** So many more are done. */
  public void step(long more) {
    if (bar != null) {
      bar.stepBy(more);
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
