package org.phpipc.testing;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.concurrent.Callable;

/**
 * Runs code as a user whom nobody gave any rights. Where the tests run as root, the thread becomes
 * user {@value #NOBODY} for that time: on Linux a user belongs to a thread, and only C's library
 * pretends otherwise. Another user has no rights of root's to give up.
 */
public final class Unprivileged {
  public static final long NOBODY = 65534;

  /** {@code setresuid}, linux/unistd.h. */
  private static final long SETRESUID = System.getProperty("os.arch").equals("aarch64") ? 147 : 117;

  private static final long UNCHANGED = -1;
  private static final NativeLibrary C = NativeLibrary.getInstance("c");

  private Unprivileged() {}

  public static boolean isRoot() {
    return C.getFunction("geteuid").invokeInt(new Object[0]) == 0;
  }

  public static <T> T call(Callable<T> code) throws Exception {
    if (!isRoot()) {
      return code.call();
    }
    become(NOBODY);
    try {
      return code.call();
    } finally {
      become(0);
    }
  }

  private static void become(long user) {
    Object[] arguments = {SETRESUID, UNCHANGED, user, UNCHANGED};
    if (C.getFunction("syscall").invokeLong(arguments) != 0) {
      throw new AssertionError("cannot become user " + user + ": errno " + Native.getLastError());
    }
  }
}
