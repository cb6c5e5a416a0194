package org.phpipc.libc.memory;

import static org.phpipc.libc.abi.IpcFlags.IPC_INFO;
import static org.phpipc.libc.abi.IpcFlags.SHM_INFO;
import static org.phpipc.libc.abi.IpcFlags.SHM_RDONLY;
import static org.phpipc.libc.abi.IpcFlags.SHM_STAT_ANY;

import java.nio.ByteBuffer;
import org.phpipc.Errno;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.Shminfo;

/** shmget, shmat, shmdt and shmctl, and the memory itself. */
final class SegmentCalls extends IpcCalls<SegmentObject> {
  private final MemoryKernel kernel;

  SegmentCalls(MemoryKernel kernel, MemoryProcess process) {
    super(kernel.segments, process, SHM_INFO, SHM_STAT_ANY);
    this.kernel = kernel;
  }

  int get(int key, long bytes, int flags) {
    return table.get(
        key,
        flags,
        process,
        refusal(bytes),
        segment -> Long.compareUnsigned(bytes, segment.bytes()) > 0 ? Errno.EINVAL.number() : 0,
        id -> new SegmentObject(id, key, flags, (int) bytes, process));
  }

  private static int refusal(long bytes) {
    if (bytes < 1 || Long.compareUnsigned(bytes, Limits.SHMMAX) > 0) {
      return Errno.EINVAL.number();
    }
    return bytes > Integer.MAX_VALUE ? Errno.ENOMEM.number() : 0;
  }

  long attach(int id, long address, int flags) {
    SegmentObject segment = table.find(id);
    boolean readOnly = (flags & SHM_RDONLY) != 0;
    if (segment == null || address != 0) {
      return -Errno.EINVAL.number();
    } else if (!segment.grants(process, readOnly ? READ : READ | WRITE)) {
      return -Errno.EACCES.number();
    }
    return kernel.attach(segment, process.pid(), readOnly);
  }

  int detach(long address) {
    MemoryKernel.Attachment attachment = kernel.attachments.get(address);
    if (attachment == null || attachment.pid() != process.pid()) {
      return -Errno.EINVAL.number();
    }
    kernel.detach(address);
    return 0;
  }

  NativeBuffer memory(long address, int bytes) {
    MemoryKernel.Attachment attachment = kernel.attachments.get(address);
    if (attachment == null || bytes > attachment.segment().bytes()) {
      throw new IllegalArgumentException("nothing of that size is attached at " + address);
    }
    return new NativeBuffer(attachment.view().limit(bytes).slice(), address, attachment);
  }

  /** Only IPC_INFO tells limits here: SHM_INFO has a struct of its own, which nobody reads. */
  @Override
  void putInfo(int cmd, ByteBuffer info) {
    if (cmd == IPC_INFO) {
      info.putLong(Shminfo.SHMMAX_OFFSET, Limits.SHMMAX)
          .putLong(Shminfo.SHMMNI_OFFSET, Limits.SHMMNI)
          .putLong(Shminfo.SHMALL_OFFSET, Limits.SHMALL);
    }
  }
}
