package org.phpipc.sysv;

import org.phpipc.Errno;
import org.phpipc.libc.IpcLibc;

/** A process that the kernel names as a user of an object. */
public final class PeerProcess {
  private static final int NO_SIGNAL = 0;

  private PeerProcess() {}

  /**
   * Whether a process of this PID namespace has not ended, also if it is another user's and hidden
   * from {@code /proc} (the mount option hidepid). Source: tgkill(2).
   */
  public static boolean exists(int pid) {
    return IpcLibc.get().tgkill(pid, pid, NO_SIGNAL) != -Errno.ESRCH.number();
  }
}
