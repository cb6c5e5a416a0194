package org.phpipc.cli.console;

import org.apache.commons.lang3.StringUtils;
import org.phpipc.Errno;
import org.phpipc.sysv.IpcAccessException;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcMissingException;

/** Tells the user where to look when the kernel has refused a call. */
public final class Hint {
  private Hint() {}

  /** The hint as a clause; empty if there is nothing to add. */
  public static String of(IpcException e) {
    if (isFiltered(e)) {
      return filter(e);
    } else if (e instanceof IpcAccessException) {
      return "see owner and mode with phpipc list";
    }
    boolean object = e instanceof IpcMissingException && !e.call().equals("ftok");
    return object ? "see all objects with phpipc list" : "";
  }

  /** The hint for an object that this process created, so that owner and mode are right. */
  public static String ofOwn(IpcException e) {
    return switch (e.error().orElse(Errno.EINVAL)) {
      case EPERM, ENOSYS -> filter(e);
      default -> "";
    };
  }

  private static String filter(IpcException e) {
    return "a system call filter (seccomp, as in containers) blocks the call: allow "
        + StringUtils.substringBefore(e.call(), '(');
  }

  /** The kernel itself gives EPERM for changing or removing, and ENOSYS for peeking. */
  private static boolean isFiltered(IpcException e) {
    boolean changes = e.call().contains("IPC_SET") || e.call().contains("IPC_RMID");
    return switch (e.error().orElse(Errno.EINVAL)) {
      case EPERM -> !changes && !e.call().equals("ftok");
      case ENOSYS -> !e.call().startsWith("msgrcv");
      default -> false;
    };
  }
}
