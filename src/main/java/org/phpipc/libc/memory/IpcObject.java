package org.phpipc.libc.memory;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.phpipc.libc.abi.IpcPerm;

/** What queues, segments and semaphore sets have in common: {@code struct kern_ipc_perm}. */
abstract class IpcObject {
  private static final int PERMISSIONS = 0777;

  final int id;
  final int key;
  private final int cuid;
  private final int cgid;
  private int uid;
  private int gid;
  private int mode;
  private long changed = now();

  IpcObject(int id, int key, int mode, MemoryProcess creator) {
    this.id = id;
    this.key = key;
    this.mode = mode & PERMISSIONS;
    this.uid = creator.uid();
    this.gid = creator.gid();
    this.cuid = creator.uid();
    this.cgid = creator.gid();
  }

  /** Seconds, as the kernel counts them. */
  static long now() {
    return Instant.now().getEpochSecond();
  }

  /** Bits of {@code flags} that ask for read (4), write (2) or both, for any class of user. */
  final boolean grants(MemoryProcess process, int flags) {
    int requested = flags >> 6 | flags >> 3 | flags;
    int granted = mode;
    if (process.uid() == cuid || process.uid() == uid) {
      granted >>= 6;
    } else if (process.gid() == cgid || process.gid() == gid) {
      granted >>= 3;
    }
    return (requested & ~granted & 7) == 0 || process.isPrivileged();
  }

  /** Whether the process may change or remove it. */
  final boolean isOwnedBy(MemoryProcess process) {
    return process.uid() == cuid || process.uid() == uid || process.isPrivileged();
  }

  /** IPC_RMID; says whether nobody uses it, so that it goes now. */
  boolean doom() {
    return true;
  }

  /** It goes; whoever waits for it is told. */
  void remove() {}

  /** IPC_STAT: puts the kind's descriptor. */
  abstract void stat(ByteBuffer ds);

  final long changed() {
    return changed;
  }

  final void touch() {
    changed = now();
  }

  final void putPerm(ByteBuffer ds, int moreMode) {
    ds.putInt(IpcPerm.KEY_OFFSET, key)
        .putInt(IpcPerm.UID_OFFSET, uid)
        .putInt(IpcPerm.GID_OFFSET, gid)
        .putInt(IpcPerm.CUID_OFFSET, cuid)
        .putInt(IpcPerm.CGID_OFFSET, cgid)
        .putInt(IpcPerm.MODE_OFFSET, mode | moreMode);
  }

  /**
   * IPC_SET by an owner: owner, group and permission bits.
   *
   * @return 0, or a negated errno
   */
  int set(ByteBuffer ds, MemoryProcess process) {
    uid = ds.getInt(IpcPerm.UID_OFFSET);
    gid = ds.getInt(IpcPerm.GID_OFFSET);
    mode = ds.getInt(IpcPerm.MODE_OFFSET) & PERMISSIONS;
    touch();
    return 0;
  }
}
