package org.phpipc.process;

import java.io.FileInputStream;
import java.io.IOException;

/**
 * What {@link JavaChild} runs in a child JVM. It touches few classes: each would cost time, and a
 * plus between strings most of all.
 */
final class ChildMain {
  /** As PHP's after an uncaught exception. */
  private static final int FAILED = 255;

  private ChildMain() {}

  /**
   * Runs the task.
   *
   * @param args the descriptor that holds it
   */
  public static void main(String[] args) {
    try {
      new ChildTask(inherited(args[0])).run();
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(FAILED);
    }
  }

  /** Opened anew, so from the beginning. */
  private static byte[] inherited(String descriptor) throws IOException {
    try (FileInputStream in = new FileInputStream("/proc/self/fd/".concat(descriptor))) {
      return in.readAllBytes();
    }
  }
}
