package org.phpipc.process;

import org.phpipc.libc.FileLibc;

/** The calls of POSIX that work on the name of a file. */
public final class PosixFiles {
  private PosixFiles() {}

  /** Removes the name of a file, see unlink(2). */
  public static void remove(byte[] path) {
    ProcessException.check(
        "unlink", CStrings.text(path), FileLibc.get().unlink(CStrings.terminated(path)));
  }

  /**
   * Checks that the real user may use a file, see access(2).
   *
   * @param mode 4 to read, 2 to write, 1 to execute, 0 if the file only has to exist
   */
  public static void access(byte[] path, int mode) {
    ProcessException.check(
        "access", CStrings.text(path), FileLibc.get().access(CStrings.terminated(path), mode));
  }
}
