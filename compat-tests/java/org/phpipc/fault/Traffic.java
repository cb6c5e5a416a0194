package org.phpipc.fault;

import java.util.ArrayList;
import java.util.List;
import org.phpipc.fault.Worker.Language;
import org.phpipc.fault.Worker.Role;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;

/** Four producers and four consumers on one queue, half PHP, half Java; nobody is killed. */
final class Traffic {
  private static final int PRODUCERS = 4;
  private static final int ANY_TYPE = 0;

  private Traffic() {}

  /** A consumer for each type: all messages of a producer and a type come in their order. */
  static void toAConsumerPerType(Stage stage, int messages) throws Exception {
    IpcKey key = stage.freeKey();
    List<Slot> consumers = new ArrayList<>();
    for (int type = 1; type <= Parcel.TYPES; type++) {
      consumers.add(consumer(stage, key, type, type));
    }
    Delivery delivery = run(stage, key, messages);
    for (int type = 1; type <= Parcel.TYPES; type++) {
      Stage.end(MessageQueue.open(key), type);
      Slot place = consumers.get(type - 1);
      place.present().succeeds();
      stage.count("received", delivery.ofType(type, place, Delivery.Loss.NONE).count());
    }
  }

  /** Each consumer takes whatever comes: each sees the order of a producer and a type. */
  static void toConsumersThatCompete(Stage stage, int messages) throws Exception {
    IpcKey key = stage.freeKey();
    List<Slot> consumers = new ArrayList<>();
    for (int number = 0; number < PRODUCERS; number++) {
      consumers.add(consumer(stage, key, number, ANY_TYPE));
    }
    Delivery delivery = run(stage, key, messages);
    for (int end = 0; end < consumers.size(); end++) {
      Stage.end(MessageQueue.open(key), 1);
    }
    consumers.forEach(consumer -> consumer.present().succeeds());
    stage.count("received", delivery.competing(consumers));
  }

  private static Slot consumer(Stage stage, IpcKey key, int number, int type) {
    Language language = Language.ofNumber(number);
    return new Slot(ordinal -> stage.start(language, Role.CONSUMER, key.value(), type));
  }

  /** Lets all messages be sent. */
  private static Delivery run(Stage stage, IpcKey key, int messages) {
    List<Worker> producers = new ArrayList<>();
    int each = messages / PRODUCERS;
    for (int producer = 0; producer < PRODUCERS; producer++) {
      Language language = Language.ofNumber(producer);
      producers.add(stage.start(language, Role.PRODUCER, key.value(), producer, each));
    }
    Delivery delivery = new Delivery();
    for (int producer = 0; producer < PRODUCERS; producer++) {
      producers.get(producer).succeeds();
      delivery.sent(producer, producers.get(producer), false);
    }
    stage.count("sent", delivery.countSent());
    return delivery;
  }
}
