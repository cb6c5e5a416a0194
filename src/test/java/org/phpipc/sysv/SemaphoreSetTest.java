package org.phpipc.sysv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.phpipc.testing.KernelObjects.errnoOf;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.Errno;
import org.phpipc.sysv.SemaphoreSet.Operation;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.KernelObjects;

class SemaphoreSetTest {
  private static final Operation TAKE = new Operation(0, -1, false);
  private static final Operation GIVE = new Operation(0, 1, false);

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  private SemaphoreSet set;

  @BeforeEach
  void makeSet() {
    set = kernel.owned(SemaphoreSet.create(IpcKey.PRIVATE, 2));
  }

  @Test
  void keyIsOpenedCreatedAndRefused() {
    IpcKey key = kernel.freeKey();
    assertThat(SemaphoreSet.exists(key)).isFalse();
    assertThatThrownBy(() -> SemaphoreSet.open(key))
        .isInstanceOf(IpcMissingException.class)
        .hasMessage("semget on semaphore set with key " + key + ": No such file or directory");
    SemaphoreSet made = SemaphoreSet.create(key, 2);
    assertThat(SemaphoreSet.open(key).id()).isEqualTo(made.id());
    assertThatThrownBy(() -> SemaphoreSet.create(key, 2)).isInstanceOf(IpcExistsException.class);
    assertThatThrownBy(() -> SemaphoreSet.semget(key, 3, 0))
        .hasMessageEndingWith("there is one already, with fewer semaphores than 3");
  }

  @Test
  void sizeOutOfRangeIsRefusedWithTheLimit() {
    int semmsl = SemaphoreLimits.read().semmsl();
    for (int semaphores : new int[] {0, -1, semmsl + 1}) {
      assertThatThrownBy(() -> SemaphoreSet.create(IpcKey.PRIVATE, semaphores))
          .hasMessageEndingWith(
              "a set has 1 to " + semmsl + " (kernel.sem) semaphores, not " + semaphores);
    }
  }

  @Test
  void operationsAreDoneTogetherOrNotAtAll() throws InterruptedException {
    set.setValue(0, 1);
    set.operate(TAKE, new Operation(1, 5, false));
    assertThat(set.tryOperate(new Operation(1, 1, false), TAKE)).isFalse();
    assertThat(set.value(0)).isZero();
    assertThat(set.value(1)).isEqualTo(5);
  }

  @Test
  void operationWaitsForItsValue() throws InterruptedException {
    CompletableFuture<Void> waiter = Background.run(() -> set.operate(TAKE));
    BlockedCalls.awaitWaiter(set, 0);
    set.operate(GIVE);
    waiter.join();
    assertThat(set.value(0)).isZero();
    assertThat(set.waiting(0)).isZero();
  }

  @Test
  void patienceEndsOrIsRewarded() throws InterruptedException {
    assertThat(set.operate(Duration.ofMillis(1), TAKE)).isFalse();
    assertThat(set.operate(Duration.ofSeconds(-1), TAKE)).isFalse();
    CompletableFuture<Boolean> patient =
        Background.get(() -> set.operate(Duration.ofSeconds(Long.MAX_VALUE), TAKE));
    BlockedCalls.awaitWaiter(set, 0);
    set.operate(GIVE);
    assertThat(patient.join()).isTrue();
  }

  @Test
  void zeroWaitsForZero() throws InterruptedException {
    set.setValue(0, 1);
    Operation zero = new Operation(0, 0, false);
    assertThat(set.tryOperate(zero)).isFalse();
    set.operate(TAKE);
    assertThat(set.tryOperate(zero)).isTrue();
    assertThat(set.waitingForZero(0)).isZero();
  }

  @Test
  void valueOutOfRangeIsRefusedWithTheLimit() {
    set.setValue(0, Short.MAX_VALUE);
    assertThatThrownBy(() -> set.operate(GIVE))
        .hasMessageEndingWith("a semaphore has at most the value 32767");
    assertThat(errnoOf(() -> set.setValue(0, -1))).isEqualTo(Errno.ERANGE.number());
  }

  @Test
  void semaphoreThatTheSetHasNotIsRefused() {
    assertThatThrownBy(() -> set.operate(new Operation(2, 1, false)))
        .hasMessageEndingWith("the set has no semaphore of that index");
    assertThatThrownBy(() -> new Operation(-1, 1, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Operation(0, 1 << 15, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void statusSaysWhatTheSetIs() throws InterruptedException {
    Instant before = Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
    set.operate(GIVE);
    SemaphoreSetStatus status = set.status();
    assertThat(status.id()).isEqualTo(set.id());
    assertThat(status.semaphores()).isEqualTo(2);
    assertThat(status.ownership().mode()).isEqualTo(0600);
    assertThat(status.lastOperation()).isBetween(before, Instant.now());
    assertThat(set.lastPid(0)).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(SemaphoreSet.list()).contains(status);
  }

  @Test
  void removalWakesWhoWaits() throws InterruptedException {
    CompletableFuture<Integer> waiter = Background.get(() -> errnoOf(() -> set.operate(TAKE)));
    CompletableFuture<Integer> patient =
        Background.get(() -> errnoOf(() -> set.operate(Duration.ofDays(1), TAKE)));
    BlockedCalls.awaitWaiter(set, 0);
    set.remove();
    assertThat(waiter.join()).isIn(Errno.EIDRM.number(), Errno.EINVAL.number());
    assertThat(patient.join()).isIn(Errno.EIDRM.number(), Errno.EINVAL.number());
    assertThatThrownBy(set::status).isInstanceOf(IpcMissingException.class);
    assertThatThrownBy(() -> set.value(0)).isInstanceOf(IpcMissingException.class);
  }
}
