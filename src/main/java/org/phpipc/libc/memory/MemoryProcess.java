package org.phpipc.libc.memory;

/**
 * Who makes the calls.
 *
 * @param uid 0 for one that may do everything
 */
public record MemoryProcess(int pid, int uid, int gid) {
  boolean isPrivileged() {
    return uid == 0;
  }
}
