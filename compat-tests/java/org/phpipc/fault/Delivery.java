package org.phpipc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what consumers have received against what producers have sent, message by message.
 *
 * <p>A producer that was killed may have sent one message that it did not note: that one may be
 * received or not. Whatever a producer has noted is received exactly once, unless a {@link Loss} is
 * allowed.
 */
final class Delivery {
  /** What consumers may lose. */
  enum Loss {
    /** Nothing. */
    NONE,
    /** The one message in the hands of each consumer that is killed: it is not in the queue. */
    IN_HAND,
    /** All that is in a queue when it is removed. */
    WITH_QUEUE
  }

  private record Sent(long count, boolean wasKilled) {}

  private final Map<Integer, Sent> sent = new HashMap<>();

  /** Takes down what a producer has sent, which is what it noted. */
  void sent(int producer, Worker worker, boolean wasKilled) {
    long[] deeds = worker.deeds();
    for (int number = 0; number < deeds.length; number++) {
      assertThat(deeds[number]).isEqualTo(new Parcel(producer, number).deed());
    }
    sent.put(producer, new Sent(deeds.length, wasKilled));
  }

  long countSent() {
    return sent.values().stream().mapToLong(Sent::count).sum();
  }

  /** Checks consumers that took from all types: each message came to one of them, once. */
  long competing(List<Slot> consumers) {
    Map<Integer, BitSet> received = new HashMap<>();
    for (Slot consumer : consumers) {
      Map<List<Integer>, Integer> last = new HashMap<>();
      for (long deed : consumer.present().deeds()) {
        Parcel parcel = sent(deed);
        BitSet numbers = received.computeIfAbsent(parcel.producer(), producer -> new BitSet());
        assertThat(numbers.get(parcel.number())).as("%s came before", parcel).isFalse();
        numbers.set(parcel.number());
        Integer before = last.put(List.of(parcel.producer(), parcel.type()), parcel.number());
        assertThat(before == null || before < parcel.number()).as("order of %s", parcel).isTrue();
      }
    }
    long count = received.values().stream().mapToLong(BitSet::cardinality).sum();
    assertThat(count).as("messages received").isEqualTo(countSent());
    return count;
  }

  /** Checks the consumers of a type, one after the other in one place, and counts. */
  Received ofType(int type, Slot place, Loss loss) {
    Received received = new Received(type, loss);
    for (Worker consumer : place.workers()) {
      received.add(consumer.deeds());
    }
    received.end();
    if (loss != Loss.WITH_QUEUE) {
      assertThat(received.lost).as("lost of type %d", type).isLessThanOrEqualTo(place.kills());
      assertThat(received.handledTwice).as("handled twice").isLessThanOrEqualTo(place.kills());
    }
    return received;
  }

  /** A message that somebody can have sent. */
  private Parcel sent(long deed) {
    Parcel parcel = Parcel.of(deed);
    Sent by = sent.get(parcel.producer());
    assertThat(by).as("producer of %s", parcel).isNotNull();
    long most = by.wasKilled ? by.count + 1 : by.count;
    assertThat(parcel.number()).as("%s was sent", parcel).isLessThan((int) most);
    return parcel;
  }

  /** What came of one type: for each producer in its order. */
  final class Received {
    private final int type;
    private final Loss loss;
    private final Map<Integer, Parcel> expected = new HashMap<>();

    /** Of which consumer the producer's last message came. */
    private final Map<Integer, Integer> lastConsumer = new HashMap<>();

    private int consumer = -1;
    private long lastDeed;
    private long count;
    private long notNoted;
    private long lost;
    private long handledTwice;

    private Received(int type, Loss loss) {
      this.type = type;
      this.loss = loss;
      sent.keySet().forEach(this::expectFirst);
    }

    private void expectFirst(int producer) {
      expected.put(producer, Parcel.firstOfType(type, producer, 0));
      lastConsumer.put(producer, 0);
    }

    private void add(long[] deeds) {
      consumer++;
      for (int i = 0; i < deeds.length; i++) {
        if (isHandledAgain(i, deeds[i])) {
          handledTwice++;
        } else {
          receive(sent(deeds[i]));
        }
        lastDeed = deeds[i];
      }
    }

    /**
     * A consumer begins with what the journal of a killed one has, which may have been handled, or
     * be in the queue still.
     */
    private boolean isHandledAgain(int index, long deed) {
      return loss == Loss.NONE && consumer > 0 && index <= 1 && deed == lastDeed;
    }

    private void receive(Parcel parcel) {
      assertThat(parcel.type()).as("type of %s", parcel).isEqualTo(type);
      skipTo(parcel.producer(), parcel.number());
      assertThat(expected.get(parcel.producer())).as("next of its producer").isEqualTo(parcel);
      expected.put(parcel.producer(), parcel.nextOfItsType());
      lastConsumer.put(parcel.producer(), consumer);
      count++;
      notNoted += parcel.number() < sent.get(parcel.producer()).count ? 0 : 1;
    }

    /** Nothing more comes. */
    private void end() {
      sent.forEach((producer, by) -> skipTo(producer, by.count));
    }

    /** What does not come before this number is lost. */
    private void skipTo(int producer, long number) {
      List<Parcel> skipped = new ArrayList<>();
      Parcel next = expected.get(producer);
      for (; next.number() < number; next = next.nextOfItsType()) {
        skipped.add(next);
      }
      expected.put(producer, next);
      lost += skipped.size();
      if (loss != Loss.WITH_QUEUE) {
        int kills = loss == Loss.NONE ? 0 : consumer - lastConsumer.get(producer);
        assertThat(skipped)
            .as("of producer %d, lost while %d consumers were killed", producer, kills)
            .hasSizeLessThanOrEqualTo(kills);
      }
    }

    long count() {
      return count;
    }

    /** Those that a producer was killed on before it noted them. */
    long notNoted() {
      return notNoted;
    }

    long lost() {
      return lost;
    }

    long handledTwice() {
      return handledTwice;
    }
  }
}
