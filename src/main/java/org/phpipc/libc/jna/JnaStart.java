package org.phpipc.libc.jna;

import com.sun.jna.Native;
import org.jspecify.annotations.Nullable;
import org.phpipc.SetupException;

/** Whether JNA works in this process. JNA tells its reason only the first time that it is asked. */
public final class JnaStart {
  private static final String REMEDY =
      "give JNA a folder that this user may write to and execute from, -Djna.tmpdir=DIR,"
          + " or the folder of an unpacked libjnidispatch.so, -Djna.boot.library.path=DIR"
          + " (queues, segments and semaphores need no JNA on Java 22 and newer)";

  /** Why JNA does not work, or null if it works. */
  private static final @Nullable String REFUSAL = refusal();

  private JnaStart() {}

  /**
   * Returns if JNA works.
   *
   * @throws SetupException each time it does not, with the reason and the remedy
   */
  public static void require() {
    if (REFUSAL != null) {
      throw new SetupException("JNA cannot load its native library: " + REFUSAL + "; " + REMEDY);
    }
  }

  private static @Nullable String refusal() {
    try {
      Native.getNativeSize(int.class); // Loads JNA's native library.
      return null;
    } catch (LinkageError e) {
      return reason(e);
    }
  }

  private static String reason(LinkageError refused) {
    Throwable cause = refused;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException
        ? "net.java.dev.jna:jna is not on the class path"
        : String.valueOf(cause.getMessage()).strip();
  }
}
