package org.phpipc.sysv;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.phpipc.Errno;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.MsqidDs;
import org.phpipc.libc.abi.SemidDs;
import org.phpipc.libc.abi.ShmidDs;

/**
 * The kernel's table of all objects of one kind, read index by index. Sources: msgctl(2),
 * shmctl(2), semctl(2).
 */
enum KernelTable {
  QUEUES(
      IpcCall.MSGCTL_INFO,
      IpcCall.MSGCTL_STAT_ANY,
      IpcFlags.MSG_INFO,
      IpcFlags.MSG_STAT_ANY,
      IpcFlags.MSG_STAT,
      MsqidDs.SIZE),
  SEGMENTS(
      IpcCall.SHMCTL_INFO,
      IpcCall.SHMCTL_STAT_ANY,
      IpcFlags.SHM_INFO,
      IpcFlags.SHM_STAT_ANY,
      IpcFlags.SHM_STAT,
      ShmidDs.SIZE),
  SEMAPHORE_SETS(
      IpcCall.SEMCTL_INFO,
      IpcCall.SEMCTL_STAT_ANY,
      IpcFlags.SEM_INFO,
      IpcFlags.SEM_STAT_ANY,
      IpcFlags.SEM_STAT,
      SemidDs.SIZE);

  private static final int EINVAL = -Errno.EINVAL.number();
  private static final int EACCES = -Errno.EACCES.number();
  private static final int EIDRM = -Errno.EIDRM.number();

  private final IpcCall infoCall;
  private final IpcCall statCall;
  private final int info;
  private final int statAny;
  private final int stat;
  private final int bytes;

  KernelTable(IpcCall infoCall, IpcCall statCall, int info, int statAny, int stat, int bytes) {
    this.infoCall = infoCall;
    this.statCall = statCall;
    this.info = info;
    this.statAny = statAny;
    this.stat = stat;
    this.bytes = bytes;
  }

  /** The call that controls objects of the kind, with an index in the place of an identifier. */
  @FunctionalInterface
  interface Control {
    int call(int index, int cmd, NativeBuffer ds);
  }

  /** Makes of what the kernel answers what callers get. */
  @FunctionalInterface
  interface Reader<T> {
    T read(int id, ByteBuffer ds);
  }

  /**
   * Every object of the kind.
   *
   * @throws IpcException if the kernel refuses to tell
   */
  <T> List<T> list(Control control, Reader<T> reader) {
    NativeBuffer ds = IpcLibc.get().buffer(bytes);
    int highestIndex = control.call(0, info, ds);
    if (highestIndex < 0) {
      throw refusal(infoCall, highestIndex);
    }
    List<T> all = new ArrayList<>();
    for (int index = 0; index <= highestIndex; index++) {
      int id = id(index, control, ds);
      if (id >= 0) {
        all.add(reader.read(id, ds.bytes()));
      }
    }
    return all;
  }

  /**
   * The identifier of the object at an index, or a negative number if there is none. Linux before
   * 4.17 has no {@code *_STAT_ANY}: it tells what this user may read, by {@code *_STAT}.
   */
  private int id(int index, Control control, NativeBuffer ds) {
    int result = control.call(index, statAny, ds);
    if (result == EINVAL) { // Also if there is no object with this index.
      result = control.call(index, stat, ds);
    }
    if (result < 0 && result != EINVAL && result != EACCES && result != EIDRM) {
      throw refusal(statCall, result);
    }
    return result;
  }

  private IpcException refusal(IpcCall call, int result) {
    String subject = "all " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return IpcErrors.of(call, subject, -result, null);
  }
}
