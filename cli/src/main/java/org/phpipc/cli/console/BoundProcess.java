package org.phpipc.cli.console;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A command that does not outlive this process: who ends this process by a signal ends the command
 * first. That is arranged before the command starts, so that there is no moment without it.
 */
public final class BoundProcess {
  private final CompletableFuture<Process> started = new CompletableFuture<>();
  private final Thread hook;

  private BoundProcess(Consumer<Process> ended) {
    hook = new Thread(() -> started.thenAccept(process -> end(process, ended)).join());
  }

  /**
   * Starts a command.
   *
   * @param ended is given the command when it was ended because this process is
   */
  public static BoundProcess start(ProcessBuilder builder, Consumer<Process> ended)
      throws IOException {
    BoundProcess bound = new BoundProcess(ended);
    Runtime.getRuntime().addShutdownHook(bound.hook);
    try {
      bound.started.complete(builder.start());
      return bound;
    } catch (IOException e) {
      bound.started.cancel(false);
      bound.unbind();
      throw e;
    }
  }

  private static void end(Process process, Consumer<Process> ended) {
    process.destroy();
    process.onExit().join();
    ended.accept(process);
  }

  public Process process() {
    return started.join();
  }

  /**
   * Waits for the command's end; gives its exit code, 128 and the number where a signal ended it.
   */
  public int exitValue() {
    return process().onExit().join().exitValue();
  }

  /** From now on nothing happens to the command. */
  public void unbind() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is being ended, and the hook is running.
    }
  }
}
