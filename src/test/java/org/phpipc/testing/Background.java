package org.phpipc.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Runs what may wait in a thread of its own: the common pool can have as few as one. */
public final class Background {
  private Background() {}

  /** The value, when it is there. */
  public static <T> CompletableFuture<T> get(Callable<T> task) {
    CompletableFuture<T> value = new CompletableFuture<>();
    new Thread(() -> complete(value, task)).start();
    return value;
  }

  /** Completed when the action is. */
  public static CompletableFuture<Void> run(ThrowingCallable action) {
    return get(
        () -> {
          try {
            action.call();
            return null;
          } catch (Exception | Error e) {
            throw e;
          } catch (Throwable e) {
            throw new AssertionError(e);
          }
        });
  }

  private static <T> void complete(CompletableFuture<T> value, Callable<T> task) {
    try {
      value.complete(task.call());
    } catch (Throwable e) {
      value.completeExceptionally(e);
    }
  }
}
