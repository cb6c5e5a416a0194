package org.phpipc.cli.console;

import org.apache.commons.lang3.StringUtils;
import org.phpipc.Errno;
import org.phpipc.sysv.IpcAccessException;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcMissingException;

/** Where to look when the kernel has refused a call. */
public final class Hint {
  private Hint() {}

  /** A half sentence; empty if there is nothing to add. */
  public static String of(IpcException e) {
    if (isFiltered(e)) {
      return filter(e);
    } else if (e instanceof IpcAccessException) {
      return "phpipc list shows owner and mode";
    }
    boolean object = e instanceof IpcMissingException && !e.call().equals("ftok");
    return object ? "phpipc list shows what there is" : "";
  }

  /** The same about an object that this process has made: its owner and mode are right. */
  public static String ofOwn(IpcException e) {
    return switch (e.error().orElse(Errno.EINVAL)) {
      case EPERM, ENOSYS -> filter(e);
      default -> "";
    };
  }

  private static String filter(IpcException e) {
    return "a filter of system calls (seccomp, as containers have) refuses it: allow "
        + StringUtils.substringBefore(e.call(), '(');
  }

  /** The kernel itself answers EPERM to who changes or removes, and ENOSYS to who peeks. */
  private static boolean isFiltered(IpcException e) {
    boolean changes = e.call().contains("IPC_SET") || e.call().contains("IPC_RMID");
    return switch (e.error().orElse(Errno.EINVAL)) {
      case EPERM -> !changes && !e.call().equals("ftok");
      case ENOSYS -> !e.call().startsWith("msgrcv");
      default -> false;
    };
  }
}
