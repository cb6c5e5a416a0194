package org.phpipc.bench.workload;

import java.util.Arrays;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;

/** What the workloads that send messages share. */
final class Messages {
  /** The payload where a workload says nothing of its size. */
  static final int SMALL = 64;

  private Messages() {}

  static byte[] payload(int bytes) {
    byte[] payload = new byte[bytes];
    Arrays.fill(payload, (byte) 'x');
    return payload;
  }

  /** A queue that several processes open. */
  static MessageQueue queue(long key) {
    return MessageQueue.openOrCreate(new IpcKey((int) key));
  }
}
