package org.phpipc.libc.memory;

import static org.phpipc.libc.IpcFlags.IPC_PRIVATE;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.phpipc.libc.IpcPerm;

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
  private boolean removed;
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

  final boolean isRemoved() {
    return removed;
  }

  /** It has no name any more, and its calls answer EIDRM or EINVAL. */
  void remove() {
    removed = true;
  }

  final long changed() {
    return changed;
  }

  final void touch() {
    changed = now();
  }

  final void putPerm(ByteBuffer ds, int moreMode) {
    ds.putInt(IpcPerm.KEY_OFFSET, removed ? IPC_PRIVATE : key)
        .putInt(IpcPerm.UID_OFFSET, uid)
        .putInt(IpcPerm.GID_OFFSET, gid)
        .putInt(IpcPerm.CUID_OFFSET, cuid)
        .putInt(IpcPerm.CGID_OFFSET, cgid)
        .putInt(IpcPerm.MODE_OFFSET, mode | moreMode);
  }

  /** IPC_SET: owner, group and permission bits. */
  final void setPerm(ByteBuffer ds) {
    uid = ds.getInt(IpcPerm.UID_OFFSET);
    gid = ds.getInt(IpcPerm.GID_OFFSET);
    mode = ds.getInt(IpcPerm.MODE_OFFSET) & PERMISSIONS;
    touch();
  }
}
