package org.phpipc.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.phpipc.fault.Worker.Language;
import org.phpipc.fault.Worker.Role;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedSegment;

/**
 * Processes that count under one semaphore, half PHP, half Java, killed at any moment and replaced:
 * no two are in at once, and the kernel gives back what a killed one held.
 */
final class KilledHolders {
  private static final int HOLDERS = 4;
  private static final int MOST_DEEDS = 500;

  private KilledHolders() {}

  static void play(Stage stage, int kills) {
    IpcKey key = stage.freeKey();
    try (SharedSegment cell = SharedSegment.create(key, Long.BYTES)) {
      List<Slot> places = new ArrayList<>();
      for (int place = 0; place < HOLDERS; place++) {
        Language language = Language.ofNumber(place);
        places.add(new Slot(ordinal -> stage.start(language, Role.HOLDER, key.value())));
      }
      for (int kill = 0; kill < kills; kill++) {
        Slot place = places.get(stage.random().nextInt(HOLDERS));
        stage.kill(place.present(), 1 + stage.random().nextInt(MOST_DEEDS));
        awaitCounting(cell);
        place.startNext();
      }
      places.forEach(place -> stage.kill(place.present(), 0));
      assertUnused(SemaphoreSet.open(key));
      account(stage, places, HolderProcess.number(cell), kills + HOLDERS);
    }
  }

  /** Somebody else gets the semaphore. */
  private static void awaitCounting(SharedSegment cell) {
    Patience patience = new Patience("nobody counts: the semaphore is not free");
    long before = HolderProcess.number(cell);
    while (HolderProcess.number(cell) == before) {
      patience.pause();
    }
  }

  /** One free place, nobody has it open, nobody opens it. */
  private static void assertUnused(SemaphoreSet set) {
    assertThat(List.of(set.value(0), set.value(1), set.value(2))).containsExactly(1, 0, 0);
  }

  /** Each number was given once; whoever was killed can have given one without noting it. */
  private static void account(Stage stage, List<Slot> places, long last, int kills) {
    long[] given =
        places.stream()
            .flatMap(place -> place.workers().stream())
            .flatMapToLong(worker -> LongStream.of(worker.deeds()))
            .sorted()
            .toArray();
    assertThat(given).doesNotHaveDuplicates();
    assertThat(given[given.length - 1]).isLessThanOrEqualTo(last);
    assertThat(last - given.length).as("given and not noted").isBetween(0L, (long) kills);
    stage.count("counted under the semaphore", last);
  }
}
