package org.phpipc.cli.console;

import java.util.EnumSet;
import java.util.Set;
import org.phpipc.Errno;
import org.phpipc.sysv.IpcAccessException;
import org.phpipc.sysv.IpcCall;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcMissingException;

/** Where to look when the kernel has refused a call. */
public final class Hint {
  /** Calls that the kernel answers with EPERM if the caller does not own the object. */
  private static final Set<IpcCall> NEEDS_OWNER =
      EnumSet.of(IpcCall.MSGCTL_SET, IpcCall.MSGCTL_RMID, IpcCall.SHMCTL_RMID, IpcCall.SEMCTL_RMID);

  /** Calls that a kernel answers with ENOSYS if it is built without peeking. */
  private static final Set<IpcCall> PEEKS = EnumSet.of(IpcCall.MSGRCV, IpcCall.MSGRCV_COPY);

  private Hint() {}

  /** A half sentence; empty if there is nothing to add. */
  public static String of(IpcException e) {
    if (isFiltered(e)) {
      return filter(e);
    } else if (e instanceof IpcAccessException) {
      return "phpipc list shows owner and mode";
    }
    boolean object = e instanceof IpcMissingException && e.ipcCall() != IpcCall.FTOK;
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
        + e.ipcCall().function();
  }

  /** Whether the kernel itself never answers this call with this errno. */
  private static boolean isFiltered(IpcException e) {
    return switch (e.error().orElse(Errno.EINVAL)) {
      case EPERM -> !NEEDS_OWNER.contains(e.ipcCall()) && e.ipcCall() != IpcCall.FTOK;
      case ENOSYS -> !PEEKS.contains(e.ipcCall());
      default -> false;
    };
  }
}
