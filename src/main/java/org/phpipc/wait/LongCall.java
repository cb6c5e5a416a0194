package org.phpipc.wait;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/**
 * A C call that waits and cannot be stopped. A thread of its own makes the call; other threads wait
 * for the result with deadlines of their own.
 */
public final class LongCall {
  private final CompletableFuture<Integer> result = new CompletableFuture<>();

  private LongCall() {}

  public static LongCall begin(String name, IntSupplier call) {
    LongCall begun = new LongCall();
    Thread thread = new Thread(() -> begun.run(call), "phpipc " + name);
    thread.setDaemon(true);
    thread.start();
    return begun;
  }

  private void run(IntSupplier call) {
    try {
      result.complete(call.getAsInt());
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }

  public boolean isOver() {
    return result.isDone();
  }

  /** Whether the call came back in time. */
  public boolean await(Deadline deadline) throws InterruptedException {
    try {
      result.get(Math.max(0, deadline.nanosLeft()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a call failed in its thread", e.getCause());
    }
  }

  /** The result of the call; waits for it without limit. */
  int result() {
    return result.join();
  }
}
