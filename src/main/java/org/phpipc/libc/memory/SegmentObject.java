package org.phpipc.libc.memory;

import static org.phpipc.libc.abi.IpcFlags.SHM_DEST;

import java.nio.ByteBuffer;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.IpcPerm;
import org.phpipc.libc.abi.ShmidDs;

/** A shared memory segment. */
final class SegmentObject extends IpcObject {
  private final ByteBuffer memory;
  private final int creator;
  private int attachments;
  private int lastPid;
  private long attached;
  private long detached;
  private boolean doomed;

  SegmentObject(int id, int key, int mode, int bytes, MemoryProcess process) {
    super(id, key, mode, process);
    this.memory = ByteBuffer.allocateDirect(bytes);
    this.creator = process.pid();
  }

  int bytes() {
    return memory.capacity();
  }

  /** The memory itself, as every attachment sees it. */
  ByteBuffer memory() {
    return memory;
  }

  void attach(int pid) {
    attachments++;
    attached = now();
    lastPid = pid;
  }

  /** Says whether it is to be destroyed now. */
  boolean detach(int pid) {
    attachments--;
    detached = now();
    lastPid = pid;
    return doomed && attachments == 0;
  }

  /** It goes when nobody has it attached. */
  @Override
  boolean doom() {
    doomed = true;
    return attachments == 0;
  }

  @Override
  void stat(ByteBuffer ds) {
    putPerm(ds, doomed ? SHM_DEST : 0);
    if (doomed) {
      ds.putInt(IpcPerm.KEY_OFFSET, IpcFlags.IPC_PRIVATE);
    }
    ds.putLong(ShmidDs.SEGSZ_OFFSET, memory.capacity())
        .putLong(ShmidDs.ATIME_OFFSET, attached)
        .putLong(ShmidDs.DTIME_OFFSET, detached)
        .putLong(ShmidDs.CTIME_OFFSET, changed())
        .putInt(ShmidDs.CPID_OFFSET, creator)
        .putInt(ShmidDs.LPID_OFFSET, lastPid)
        .putLong(ShmidDs.NATTCH_OFFSET, attachments);
  }
}
