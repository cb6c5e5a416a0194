package org.phpipc.libc;

import com.sun.jna.Native;
import org.jspecify.annotations.Nullable;
import org.phpipc.SetupException;

/** Whether JNA works in this process. It tells its reason only the first time it is asked. */
final class JnaStart {
  private static final String REMEDY =
      "give JNA a folder that this user may write to and execute from, -Djna.tmpdir=DIR,"
          + " or the folder of an unpacked libjnidispatch.so, -Djna.boot.library.path=DIR"
          + " (queues, segments and semaphores need no JNA on Java 22 and newer)";

  private static @Nullable LinkageError failure;

  private JnaStart() {}

  /**
   * Returns if JNA works.
   *
   * @throws SetupException each time it does not, with the first reason
   */
  static synchronized void require() {
    if (failure == null) {
      try {
        Native.getNativeSize(int.class); // Loads JNA's native library.
        return;
      } catch (LinkageError e) {
        failure = e;
      }
    }
    throw new SetupException(
        "JNA cannot load its native library: " + reason() + "; " + REMEDY, failure);
  }

  private static String reason() {
    Throwable cause = failure;
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof NoClassDefFoundError
        ? "net.java.dev.jna:jna is not on the class path"
        : String.valueOf(cause == null ? null : cause.getMessage()).strip();
  }
}
