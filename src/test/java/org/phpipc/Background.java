package org.phpipc;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Runs what may wait in a thread of its own: the common pool can have as few as one. */
public final class Background {
  private Background() {}

  /** The value, when it is there. */
  public static <T> CompletableFuture<T> get(Supplier<T> supplier) {
    return CompletableFuture.supplyAsync(supplier, task -> new Thread(task).start());
  }

  /** Completed when the action is. */
  public static CompletableFuture<Void> run(Runnable action) {
    return CompletableFuture.runAsync(action, task -> new Thread(task).start());
  }
}
