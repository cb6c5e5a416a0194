package org.phpipc.fault;

import org.phpipc.libc.IpcLibc;

/** The steps of this process that others can see the effect of. It is killed before one of them. */
final class Steps {
  private static final int SIGKILL = 9;

  private final IpcLibc libc;
  private final String fatal;
  private int count;

  /**
   * Steps to count.
   *
   * @param fatal the step that is not done: its number, from 1 on, or its name
   */
  Steps(IpcLibc libc, String fatal) {
    this.libc = libc;
    this.fatal = fatal;
  }

  /** Returns where the step is to be done. */
  void next(String name) {
    count++;
    if (fatal.equals(name) || fatal.equals("" + count)) {
      say(name);
      libc.tgkill((int) ProcessHandle.current().pid(), libc.gettid(), SIGKILL);
    }
  }

  int count() {
    return count;
  }

  private static void say(String name) {
    System.out.print(name);
    System.out.flush();
  }
}
