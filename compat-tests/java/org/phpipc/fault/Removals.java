package org.phpipc.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.phpipc.fault.Worker.Language;
import org.phpipc.fault.Worker.Role;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.IpcMissingException;
import org.phpipc.sysv.MessageQueue;

/**
 * A queue that is removed again and again while processes send and receive, half PHP, half Java:
 * each notices, whether it waits or not, and makes the queue anew. What is in a queue goes with it;
 * nothing else is lost, and nothing comes twice or out of order.
 */
final class Removals {
  private static final int PRODUCERS = 4;
  private static final int MOST_DEEDS = 50;
  private static final int LONGEST_MOMENT_NANOS = 2_000_000;

  private Removals() {}

  static void play(Stage stage, int removals) throws Exception {
    IpcKey key = stage.freeKey();
    List<Worker> producers = new ArrayList<>();
    for (int producer = 0; producer < PRODUCERS; producer++) {
      Language language = Language.ofNumber(producer);
      producers.add(stage.start(language, Role.PRODUCER, key.value(), producer, Integer.MAX_VALUE));
    }
    List<Slot> consumers = new ArrayList<>();
    for (int i = 1; i <= Parcel.TYPES; i++) {
      Language language = Language.ofNumber(i);
      int type = i;
      consumers.add(new Slot(o -> stage.start(language, Role.CONSUMER, key.value(), type)));
    }
    for (int removal = 0; removal < removals; removal++) {
      awaitProgress(stage, producers, consumers);
      LockSupport.parkNanos(stage.random().nextInt(LONGEST_MOMENT_NANOS));
      remove(key);
      stage.count("queues removed", 1);
    }
    producers.forEach(producer -> stage.kill(producer, 0));
    Delivery delivery = new Delivery();
    for (int producer = 0; producer < PRODUCERS; producer++) {
      delivery.sent(producer, producers.get(producer), true);
    }
    stage.count("sent", delivery.countSent());
    for (int type = 1; type <= Parcel.TYPES; type++) {
      Stage.end(MessageQueue.openOrCreate(key), type);
      Slot place = consumers.get(type - 1);
      place.present().succeeds();
      Delivery.Received received = delivery.ofType(type, place, Delivery.Loss.WITH_QUEUE);
      stage.count("sent and not noted", received.notNoted());
      stage.count("received", received.count());
      stage.count("removed with their queue", received.lost());
    }
  }

  /** Everybody goes on, in a queue that is there. */
  private static void awaitProgress(Stage stage, List<Worker> producers, List<Slot> consumers) {
    List<Worker> all = new ArrayList<>(producers);
    consumers.forEach(consumer -> all.add(consumer.present()));
    long[] before = all.stream().mapToLong(Worker::countDeeds).toArray();
    for (int i = 0; i < before.length; i++) {
      all.get(i).awaitDeeds(before[i] + 1 + stage.random().nextInt(MOST_DEEDS));
    }
  }

  private static void remove(IpcKey key) {
    Patience patience = new Patience("nobody makes the queue anew");
    while (true) {
      try {
        MessageQueue.open(key).remove();
        return;
      } catch (IpcMissingException e) {
        patience.pause();
      }
    }
  }
}
