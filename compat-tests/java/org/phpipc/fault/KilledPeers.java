package org.phpipc.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.phpipc.fault.Delivery.Loss;
import org.phpipc.fault.Delivery.Received;
import org.phpipc.fault.Worker.Language;
import org.phpipc.fault.Worker.Role;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;

/**
 * Producers and consumers of one queue, half PHP, half Java, that are killed at any moment and
 * replaced. Types 1 to 3 go to plain consumers, of PHP, Java and PHP; type 4 to a reliable one.
 */
final class KilledPeers {
  private static final int PRODUCERS = 4;
  private static final int RELIABLE_TYPE = Parcel.TYPES;
  private static final int MOST_DEEDS = 200;

  private final Stage stage;
  private final IpcKey key;
  private final List<Slot> producers = new ArrayList<>();
  private final List<Slot> consumers = new ArrayList<>();

  private KilledPeers(Stage stage) {
    this.stage = stage;
    this.key = stage.freeKey();
  }

  static void play(Stage stage, int kills) throws Exception {
    new KilledPeers(stage).play(kills);
  }

  private void play(int kills) throws Exception {
    MessageQueue queue = MessageQueue.create(key);
    for (int place = 0; place < PRODUCERS; place++) {
      producers.add(producer(place));
    }
    for (int type = 1; type <= Parcel.TYPES; type++) {
      consumers.add(consumer(type));
    }
    List<Slot> all = new ArrayList<>(producers);
    all.addAll(consumers);
    for (int kill = 0; kill < kills; kill++) {
      Slot place = all.get(stage.random().nextInt(all.size()));
      stage.kill(place.present(), 1 + stage.random().nextInt(MOST_DEEDS));
      place.startNext();
    }
    for (Slot producer : producers) {
      stage.kill(producer.present(), 0);
    }
    for (int type = 1; type <= Parcel.TYPES; type++) {
      Stage.end(queue, type);
    }
    consumers.forEach(consumer -> consumer.present().succeeds());
    account();
  }

  private Slot producer(int place) {
    Language language = Language.ofNumber(place);
    return new Slot(
        ordinal ->
            stage.start(
                language, Role.PRODUCER, key.value(), number(place, ordinal), Integer.MAX_VALUE));
  }

  /** Each process is a producer of its own. */
  private static int number(int place, int ordinal) {
    return ordinal * PRODUCERS + place;
  }

  private Slot consumer(int type) {
    if (type == RELIABLE_TYPE) {
      Path folder = stage.folder("journal");
      return new Slot(o -> stage.start(Language.JAVA, Role.CONSUMER, key.value(), type, folder));
    }
    Language language = Language.ofNumber(type - 1);
    return new Slot(ordinal -> stage.start(language, Role.CONSUMER, key.value(), type));
  }

  private void account() {
    Delivery delivery = new Delivery();
    for (int place = 0; place < PRODUCERS; place++) {
      List<Worker> workers = producers.get(place).workers();
      for (int ordinal = 0; ordinal < workers.size(); ordinal++) {
        delivery.sent(number(place, ordinal), workers.get(ordinal), true);
      }
    }
    stage.count("sent", delivery.countSent());
    for (int type = 1; type <= Parcel.TYPES; type++) {
      Loss loss = type == RELIABLE_TYPE ? Loss.NONE : Loss.IN_HAND;
      Received received = delivery.ofType(type, consumers.get(type - 1), loss);
      stage.count("sent and not noted", received.notNoted());
      stage.count("received", received.count());
      stage.count("in the hands of killed receivers", received.lost());
      stage.count("handled twice by reliable consumers", received.handledTwice());
    }
  }
}
