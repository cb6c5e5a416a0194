package org.phpipc.libc.memory;

import static org.phpipc.libc.abi.IpcFlags.IPC_INFO;
import static org.phpipc.libc.abi.IpcFlags.IPC_RMID;
import static org.phpipc.libc.abi.IpcFlags.IPC_SET;
import static org.phpipc.libc.abi.IpcFlags.IPC_STAT;

import java.nio.ByteBuffer;
import org.phpipc.Errno;

/**
 * One process's calls on the objects of one kind, made under the kernel's lock. Here is what
 * msgctl, shmctl and semctl have in common.
 */
abstract class IpcCalls<T extends IpcObject> {
  /** What a call asks of an object's mode. */
  static final int READ = 0444;

  static final int WRITE = 0222;

  final IdTable<T> table;
  final MemoryProcess process;
  private final int infoCommand;
  private final int statAnyCommand;

  /**
   * Calls on a table.
   *
   * @param infoCommand the kind's number for *_INFO
   * @param statAnyCommand the kind's number for *_STAT_ANY
   */
  IpcCalls(IdTable<T> table, MemoryProcess process, int infoCommand, int statAnyCommand) {
    this.table = table;
    this.process = process;
    this.infoCommand = infoCommand;
    this.statAnyCommand = statAnyCommand;
  }

  /** What IPC_INFO and *_INFO put into their buffer. */
  abstract void putInfo(int cmd, ByteBuffer info);

  /** A command that uses a buffer, or none. */
  final int control(int id, int cmd, ByteBuffer buf) {
    if (cmd == IPC_INFO || cmd == infoCommand) {
      putInfo(cmd, buf);
      return table.highestIndex();
    }
    T object = cmd == statAnyCommand ? table.at(id) : table.find(id);
    if (object == null) {
      return -Errno.EINVAL.number();
    } else if (cmd == statAnyCommand) {
      object.stat(buf);
      return object.id;
    }
    return switch (cmd) {
      case IPC_STAT -> stat(object, buf);
      case IPC_SET -> object.isOwnedBy(process) ? object.set(buf, process) : -Errno.EPERM.number();
      case IPC_RMID -> remove(object);
      default -> -Errno.EINVAL.number();
    };
  }

  private int stat(T object, ByteBuffer ds) {
    if (!object.grants(process, READ)) {
      return -Errno.EACCES.number();
    }
    object.stat(ds);
    return 0;
  }

  final int remove(T object) {
    if (!object.isOwnedBy(process)) {
      return -Errno.EPERM.number();
    }
    table.doom(object);
    return 0;
  }
}
