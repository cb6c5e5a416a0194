package org.phpipc.bench;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedSegment;

/** Keys that nobody used, and what was made under them. */
final class IpcKeys {
  private final List<IpcKey> keys = new CopyOnWriteArrayList<>();

  IpcKey free() {
    IpcKey key = IpcKey.unused();
    keys.add(key);
    return key;
  }

  void removeObjects() {
    for (IpcKey key : keys) {
      if (MessageQueue.exists(key)) {
        MessageQueue.open(key).remove();
      }
      if (SemaphoreSet.exists(key)) {
        SemaphoreSet.open(key).remove();
      }
    }
    SharedSegment.list().stream()
        .filter(status -> keys.contains(status.key()))
        .forEach(status -> SharedSegment.removeId(status.id()));
  }
}
