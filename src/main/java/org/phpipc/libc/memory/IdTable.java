package org.phpipc.libc.memory;

import static org.phpipc.libc.abi.IpcFlags.IPC_CREAT;
import static org.phpipc.libc.abi.IpcFlags.IPC_EXCL;
import static org.phpipc.libc.abi.IpcFlags.IPC_PRIVATE;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;

/**
 * The objects of one kind by key and by identifier. As in the kernel an identifier is an index and,
 * above it, a number that goes on with each object, so that the identifier of a removed object
 * names nothing for a long time.
 */
final class IdTable<T extends IpcObject> {
  private static final int INDEX_BITS = 15;
  private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
  private static final int MOST_SEQUENCES = 1 << (31 - INDEX_BITS);

  private final int most;
  private final TreeMap<Integer, T> byIndex = new TreeMap<>();
  private final Map<Integer, T> byKey = new HashMap<>();
  private int sequence;

  /**
   * @param most how many objects there may be
   */
  IdTable(int most) {
    this.most = most;
  }

  /**
   * What msgget, shmget and semget do.
   *
   * @param refusal the errno that speaks against a new object, or 0
   * @param misfit the errno that speaks against an existing one, or 0
   * @param make an object with the identifier
   */
  int get(
      int key,
      int flags,
      MemoryProcess process,
      int refusal,
      ToIntFunction<T> misfit,
      IntFunction<T> make) {
    T present = key == IPC_PRIVATE ? null : byKey.get(key);
    if (present == null) {
      boolean create = key == IPC_PRIVATE || (flags & IPC_CREAT) != 0;
      return create ? add(key, refusal, make) : -Errno.ENOENT.number();
    }
    if ((flags & IPC_CREAT) != 0 && (flags & IPC_EXCL) != 0) {
      return -Errno.EEXIST.number();
    }
    int errno = misfit.applyAsInt(present);
    if (errno != 0) {
      return -errno;
    }
    return present.grants(process, flags) ? present.id : -Errno.EACCES.number();
  }

  private int add(int key, int refusal, IntFunction<T> make) {
    if (refusal != 0) {
      return -refusal;
    }
    if (byIndex.size() >= most) {
      return -Errno.ENOSPC.number();
    }
    int index = 0;
    while (byIndex.containsKey(index)) {
      index++;
    }
    T made = make.apply(sequence << INDEX_BITS | index);
    sequence = (sequence + 1) % MOST_SEQUENCES;
    byIndex.put(index, made);
    if (key != IPC_PRIVATE) {
      byKey.put(key, made);
    }
    return made.id;
  }

  /** The object with the identifier. */
  @Nullable T find(int id) {
    T object = id < 0 ? null : byIndex.get(id & INDEX_MASK);
    return object != null && object.id == id ? object : null;
  }

  /** The object with the index, whatever its sequence. */
  @Nullable T at(int index) {
    return byIndex.get(index);
  }

  int highestIndex() {
    return byIndex.isEmpty() ? 0 : byIndex.lastKey();
  }

  Iterable<T> all() {
    return byIndex.values();
  }

  /** IPC_RMID: frees the key at once; an object in use keeps its identifier until it is not. */
  void doom(T object) {
    byKey.remove(object.key, object);
    if (object.doom()) {
      remove(object);
    }
  }

  /** Takes an object away whose key is free already. */
  void remove(T object) {
    byIndex.remove(object.id & INDEX_MASK);
    object.remove();
  }
}
