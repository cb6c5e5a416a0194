package org.phpipc.sysv;

import java.nio.ByteBuffer;
import org.phpipc.libc.abi.IpcPerm;

/**
 * The owner, the creator and the permission bits of a kernel object, which the kernel compares with
 * the process that uses the object. User and group numbers are unsigned 32 bits. Source: {@code
 * struct ipc_perm}, sysvipc(7).
 *
 * @param uid user who owns the object
 * @param gid group that owns the object
 * @param creatorUid user who created the object; stays when the owner changes
 * @param creatorGid group of the creator
 * @param mode permission bits, 0 to {@link #PERMISSIONS}
 */
public record Ownership(int uid, int gid, int creatorUid, int creatorGid, int mode) {
  /** Mask of the permission bits: read and write for owner, group and others. */
  public static final int PERMISSIONS = 0777;

  /** Permission bits of a new object if the caller names none: only its owner may use it. */
  static final int DEFAULT_MODE = 0600;

  /** Reads the front of a status structure, where all three kinds have the same fields. */
  static Ownership read(ByteBuffer perm) {
    return new Ownership(
        perm.getInt(IpcPerm.UID_OFFSET),
        perm.getInt(IpcPerm.GID_OFFSET),
        perm.getInt(IpcPerm.CUID_OFFSET),
        perm.getInt(IpcPerm.CGID_OFFSET),
        perm.getInt(IpcPerm.MODE_OFFSET) & PERMISSIONS);
  }
}
