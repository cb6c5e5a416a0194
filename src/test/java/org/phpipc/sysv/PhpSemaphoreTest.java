package org.phpipc.sysv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.KernelObjects;

@SuppressWarnings("try") // A place need not be named again to be given back.
class PhpSemaphoreTest {
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  private IpcKey key;
  private PhpSemaphore semaphore;

  @BeforeEach
  void makeSemaphore() {
    key = kernel.freeKey();
    semaphore = PhpSemaphore.openOrCreate(key);
  }

  @Test
  void setIsTheOneThatPhpMakes() throws InterruptedException {
    assertThat(semaphore.set().status().semaphores()).isEqualTo(3);
    assertThat(figures()).containsExactly(1, 1, 0);
    try (PhpSemaphore.Place place = semaphore.acquire()) {
      assertThat(figures()).containsExactly(0, 1, 0);
    }
    assertThat(figures()).containsExactly(1, 1, 0);
  }

  @Test
  void onlyTheFirstUserDecidesHowManyPlacesThereAre() {
    try (PhpSemaphore second = PhpSemaphore.openOrCreate(key, 5, 0600)) {
      assertThat(second.free()).isEqualTo(1);
      assertThat(second.users()).isEqualTo(2);
    }
    semaphore.close();
    try (PhpSemaphore first = PhpSemaphore.openOrCreate(key, 5, 0600)) {
      assertThat(first.free()).isEqualTo(5);
    }
  }

  @Test
  void openNeedsASemaphoreAndLeavesItsPlaces() {
    semaphore.close();
    PhpSemaphore.openOrCreate(key, 3, 0600).close();
    try (PhpSemaphore byKey = PhpSemaphore.open(key);
        PhpSemaphore byId = PhpSemaphore.ofId(byKey.set().id())) {
      assertThat(byId.key()).isEqualTo(key);
      assertThat(figures()).containsExactly(3, 2, 0);
    }
    semaphore.set().remove();
    assertThatThrownBy(() -> PhpSemaphore.open(key)).isInstanceOf(IpcMissingException.class);
    assertThatThrownBy(() -> PhpSemaphore.ofId(semaphore.set().id()))
        .isInstanceOf(IpcMissingException.class);
    assertThatThrownBy(() -> PhpSemaphore.open(IpcKey.PRIVATE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void placesOutOfRangeAreRefused() {
    for (int places : new int[] {0, -1, 32768}) {
      assertThatThrownBy(() -> PhpSemaphore.openOrCreate(key, places, 0600))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(semaphore.users()).isEqualTo(1);
  }

  @Test
  void objectsExcludeEachOtherWhateverTheThread() throws InterruptedException {
    try (PhpSemaphore other = PhpSemaphore.openOrCreate(key)) {
      semaphore.acquire();
      assertThat(other.tryAcquire()).isEmpty();
      assertThatThrownBy(other::release)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageEndingWith("is not acquired by this object");
      CompletableFuture<PhpSemaphore.Place> waiter = Background.get(other::acquire);
      BlockedCalls.awaitWaiter(other.set(), 0);
      assertThat(other.waiting()).isEqualTo(1);
      semaphore.release();
      waiter.join().close();
    }
    assertThat(figures()).containsExactly(1, 1, 0);
  }

  /** SEM_UNDO is the process's: a thread that ends while it holds a place takes it nowhere. */
  @Test
  void threadThatEndsGivesNothingBack() throws Exception {
    Background.run(semaphore::acquire).join();
    assertThat(semaphore.free()).isZero();
    Background.run(semaphore::release).join();
    assertThat(semaphore.free()).isEqualTo(1);
  }

  @Test
  void threadsThatShareAnObjectExcludeEachOther() {
    int[] counter = {0};
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Background.run(() -> increment(counter, 500)));
    }
    threads.forEach(CompletableFuture::join);
    assertThat(counter[0]).isEqualTo(2_000);
    assertThat(figures()).containsExactly(1, 1, 0);
  }

  private void increment(int[] counter, int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      try (PhpSemaphore.Place place = semaphore.acquire()) {
        counter[0]++;
      }
    }
  }

  @Test
  void patienceEndsOrIsRewarded() throws InterruptedException {
    Optional<PhpSemaphore.Place> place = semaphore.acquire(Duration.ofSeconds(10));
    assertThat(place).isPresent();
    assertThat(semaphore.acquire(Duration.ofMillis(1))).isEmpty();
    place.orElseThrow().close();
    assertThat(semaphore.tryAcquire()).isPresent();
  }

  @Test
  void placeIsGivenBackOnce() throws InterruptedException {
    PhpSemaphore.Place place = semaphore.acquire();
    place.close();
    place.close();
    assertThat(semaphore.free()).isEqualTo(1);
  }

  @Test
  void closeGivesEverythingBackAndLeavesTheSet() throws InterruptedException {
    try (PhpSemaphore wide = PhpSemaphore.openOrCreate(kernel.freeKey(), 3, 0600)) {
      SemaphoreSet set = wide.set();
      PhpSemaphore.Place place = wide.acquire();
      wide.acquire();
      wide.close();
      place.close();
      assertThat(set.value(0)).isEqualTo(3);
      assertThat(set.value(1)).isZero();
      assertThatThrownBy(wide::acquire)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageEndingWith("is closed");
    }
  }

  @Test
  void withoutAutoReleaseCloseGivesNothingBack() throws InterruptedException {
    PhpSemaphore kept =
        PhpSemaphore.openAsPhp(kernel.freeKey(), 1, 0600, false, (step, refusal) -> {});
    kept.acquire();
    kept.close();
    assertThat(kept.free()).isZero();
    assertThat(kept.users()).isEqualTo(1);
  }

  @Test
  void placeThatComesAfterCloseIsGivenBack() throws InterruptedException {
    PhpSemaphore other = PhpSemaphore.openOrCreate(key);
    semaphore.acquire();
    CompletableFuture<PhpSemaphore.Place> waiter = Background.get(other::acquire);
    BlockedCalls.awaitWaiter(semaphore.set(), 0);
    other.close();
    semaphore.release();
    assertThatThrownBy(waiter::join).hasRootCauseInstanceOf(IllegalStateException.class);
    assertThat(figures()).containsExactly(1, 1, 0);
  }

  @Test
  void placeThatCannotBeGivenBackIsHeldStill() throws InterruptedException {
    PhpSemaphore other = PhpSemaphore.openOrCreate(key);
    other.acquire();
    semaphore.remove();
    assertThatThrownBy(other::release).isInstanceOf(IpcMissingException.class);
    assertThatThrownBy(other::release).isInstanceOf(IpcMissingException.class);
  }

  @Test
  void noPlaceIsLostOrMadeByClosingWhileThreadsTakeAndGiveBack() {
    for (int i = 0; i < 200; i++) {
      PhpSemaphore other = PhpSemaphore.openOrCreate(key);
      List<CompletableFuture<Void>> users = new ArrayList<>();
      for (int user = 0; user < 3; user++) {
        users.add(Background.run(() -> takeAndGiveBack(other)));
      }
      while (other.free() == 1 && users.stream().noneMatch(CompletableFuture::isDone)) {
        Thread.onSpinWait();
      }
      other.close();
      users.forEach(user -> assertThatThrownBy(user::join).hasMessageContaining("is closed"));
      assertThat(figures()).containsExactly(1, 1, 0);
    }
  }

  private static void takeAndGiveBack(PhpSemaphore semaphore) throws InterruptedException {
    while (true) {
      semaphore.acquire().close();
    }
  }

  @Test
  void removalWakesWhoWaitsAndEndsPlaces() throws InterruptedException {
    PhpSemaphore other = PhpSemaphore.openOrCreate(key);
    try (PhpSemaphore.Place place = semaphore.acquire()) {
      CompletableFuture<PhpSemaphore.Place> waiter = Background.get(other::acquire);
      BlockedCalls.awaitWaiter(semaphore.set(), 0);
      semaphore.remove();
      assertThatThrownBy(waiter::join).hasRootCauseInstanceOf(IpcMissingException.class);
    }
    assertThatThrownBy(semaphore::remove).isInstanceOf(IpcMissingException.class);
    assertThatThrownBy(other::tryAcquire).isInstanceOf(IpcMissingException.class);
    other.close();
  }

  private List<Integer> figures() {
    SemaphoreSet set = semaphore.set();
    return List.of(set.value(0), set.value(1), set.value(2));
  }
}
