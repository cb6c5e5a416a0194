package org.phpipc.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.phpipc.reliable.ReliableConsumer;
import org.phpipc.reliable.ReliableConsumer.Durability;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.IpcMissingException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Selection;

/**
 * Receives until {@link Parcel#END} comes, and notes each message. The PHP twin is {@code
 * consumer.php}.
 */
final class ConsumerProcess {
  private ConsumerProcess() {}

  /**
   * A process.
   *
   * @param args ledger, key, type, and for a {@link ReliableConsumer} its folder
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    IpcKey key = new IpcKey(Integer.parseInt(args[1]));
    int type = Integer.parseInt(args[2]);
    try (Ledger received = new Ledger(args[0])) {
      if (args.length > 3) {
        consumeReliably(key, type, Path.of(args[3]), received);
      } else {
        consume(key, Selection.desired(type), received);
      }
    }
  }

  private static void consume(IpcKey key, Selection which, Ledger received)
      throws IOException, InterruptedException {
    MessageQueue queue = MessageQueue.openOrCreate(key);
    while (true) {
      try {
        Message message = queue.receive(which);
        if (isEnd(message)) {
          return;
        }
        received.note(Parcel.of(message).deed());
      } catch (IpcMissingException e) {
        queue = MessageQueue.openOrCreate(key);
      }
    }
  }

  private static void consumeReliably(IpcKey key, int type, Path folder, Ledger received)
      throws IOException, InterruptedException {
    MessageQueue queue = MessageQueue.open(key);
    try (ReliableConsumer consumer =
        ReliableConsumer.on(queue, folder)
            .type(type)
            .tries(Integer.MAX_VALUE)
            .durability(Durability.PROCESS_END)
            .open()) {
      ReliableConsumer.Outcome outcome;
      do {
        outcome =
            consumer.handleNext(
                message -> {
                  if (!isEnd(message)) {
                    received.note(Parcel.of(message).deed());
                  }
                });
      } while (!isEnd(outcome.message()));
    }
  }

  private static boolean isEnd(Message message) {
    return Arrays.equals(message.payload(), Parcel.END);
  }
}
