package org.phpipc.process;

import org.phpipc.libc.FileLibc;

/** Names in folders. */
public final class Files {
  private Files() {}

  /** Removes a name, as unlink(2). */
  public static void remove(byte[] path) {
    ProcessException.check(
        "unlink", CStrings.text(path), FileLibc.get().unlink(CStrings.terminated(path)));
  }

  /**
   * Asks whether the real user may use a file, as access(2).
   *
   * @param mode 4 to read, 2 to write, 1 to execute, 0 whether it is there
   */
  public static void access(byte[] path, int mode) {
    ProcessException.check(
        "access", CStrings.text(path), FileLibc.get().access(CStrings.terminated(path), mode));
  }
}
