package org.phpipc.fault;

import java.io.IOException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.IpcMissingException;
import org.phpipc.sysv.MessageQueue;

/** Sends, and notes each message that was sent. The PHP twin is {@code producer.php}. */
final class ProducerProcess {
  private ProducerProcess() {}

  /**
   * A process.
   *
   * @param args ledger, key, producer, how many messages
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    IpcKey key = new IpcKey(Integer.parseInt(args[1]));
    int producer = Integer.parseInt(args[2]);
    int count = Integer.parseInt(args[3]);
    try (Ledger sent = new Ledger(args[0])) {
      MessageQueue queue = MessageQueue.openOrCreate(key);
      for (int number = 0; number < count; number++) {
        Parcel parcel = new Parcel(producer, number);
        while (!isSent(queue, parcel)) {
          queue = MessageQueue.openOrCreate(key);
        }
        sent.note(parcel.deed());
      }
    }
  }

  /** Not where the queue is gone. */
  private static boolean isSent(MessageQueue queue, Parcel parcel) throws InterruptedException {
    try {
      queue.send(parcel.type(), parcel.bytes());
      return true;
    } catch (IpcMissingException e) {
      return false;
    }
  }
}
