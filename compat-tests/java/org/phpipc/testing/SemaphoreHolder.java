package org.phpipc.testing;

import java.io.IOException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.PhpSemaphore;

/** A Java process that takes a semaphore, says so, and holds it until it is killed. */
public final class SemaphoreHolder {
  private SemaphoreHolder() {}

  /**
   * Takes a semaphore.
   *
   * @param args the key
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    PhpSemaphore.openOrCreate(new IpcKey(Integer.parseInt(args[0]))).acquire();
    System.out.println("held");
    System.in.read();
  }

  public static Process start(IpcKey key) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    return new ProcessBuilder(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            SemaphoreHolder.class.getName(),
            Integer.toString(key.value()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
