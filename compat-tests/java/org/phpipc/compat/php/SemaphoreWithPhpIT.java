package org.phpipc.compat.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.phpipc.php.Sysvsem.sem_acquire;
import static org.phpipc.php.Sysvsem.sem_get;
import static org.phpipc.php.Sysvsem.sem_release;
import static org.phpipc.php.Sysvsem.sem_remove;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.PhpSemaphore;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;
import org.phpipc.testing.SemaphoreHolder;
import org.phpipc.testing.Unprivileged;

/**
 * PHP's sysvsem and its Java twin on one key: both sides do the same thing one after the other, or
 * one waits for the other. Texts name the key, so it must be the same.
 */
class SemaphoreWithPhpIT {
  @RegisterExtension private static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  private final IpcKey key = kernel.freeKey();

  /** An expression that ends with nothing of PHP's open. */
  private void inTurn(String expression, Callable<?> java) {
    Outcome inPhp = php.call(expression);
    php.run("unset($m, $n);");
    if (SemaphoreSet.exists(key)) {
      SemaphoreSet.open(key).remove();
    }
    assertThat(Outcome.inJava(java)).describedAs(expression).isEqualTo(inPhp);
  }

  private String get(String variable, String more) {
    return String.format(Locale.ROOT, "($%s = sem_get(%d%s))", variable, key.value(), more);
  }

  private List<Integer> figures() {
    SemaphoreSet set = SemaphoreSet.open(key);
    return List.of(set.value(0), set.value(1), set.value(2));
  }

  @Nested
  class SetOfThree {
    @Test
    void figuresAreTheSameAfterEveryStep() {
      PhpSemaphore mine = sem_get(key.value(), 2);
      assertThat(figures()).containsExactly(2, 1, 0);
      php.run(get("m", ", 9") + "; sem_acquire($m);");
      assertThat(figures()).containsExactly(1, 2, 0);
      assertThat(sem_acquire(mine)).isTrue();
      assertThat(figures()).containsExactly(0, 2, 0);
      assertThat(php.call("sem_acquire($m, true)").read()).isEqualTo(false);
      assertThat(sem_acquire(mine, true)).isFalse();
      mine.close();
      assertThat(figures()).containsExactly(1, 1, 0);
      php.run("unset($m);");
      assertThat(figures()).containsExactly(2, 0, 0);
      php.run(get("m", ", 3") + ";");
      assertThat(figures()).containsExactly(3, 1, 0);
      php.run("unset($m);");
    }

    @Test
    void permissionsOfANewSetAreTheSame() {
      php.run("$old = umask(077); " + get("m", ", 1, 0666") + "; umask($old);");
      assertThat(SemaphoreSet.open(key).status().ownership().mode()).isEqualTo(0666);
      php.run("sem_remove($m); unset($m);");
      sem_get(key.value()).close();
      assertThat(SemaphoreSet.open(key).status().ownership().mode()).isEqualTo(0666);
    }

    @Test
    void largerSetIsTakenAndSmallerRefusedAlike() {
      kernel.owned(SemaphoreSet.create(key, 4));
      try (PhpSemaphore mine = sem_get(key.value())) {
        assertThat(mine.users()).isEqualTo(1);
        assertThat(php.call(get("m", "") + " !== false").read()).isEqualTo(true);
        assertThat(mine.users()).isEqualTo(2);
      }
      php.run("unset($m);");
      IpcKey small = kernel.freeKey();
      SemaphoreSet.create(small, 1);
      same("sem_get(" + small.value() + ")", () -> sem_get(small.value()) != null);
      long wide = (1L << 40) | small.value();
      same("sem_get(" + wide + ")", () -> sem_get(wide) != null);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 32768, Integer.MAX_VALUE})
    void placesOutOfRangeWarnAndStillGiveASemaphoreAlike(int places) {
      inTurn(
          "[" + get("m", ", " + places) + " !== false, sem_acquire($m, true), sem_release($m)]",
          () -> {
            PhpSemaphore m = sem_get(key.value(), places);
            return Arrays.asList(m != null, sem_acquire(m, true), sem_release(m));
          });
    }

    @Test
    void noPlacesMeansNobodyAlike() {
      inTurn(
          "[" + get("m", ", 0") + " !== false, sem_acquire($m, true)]",
          () -> {
            PhpSemaphore m = sem_get(key.value(), 0);
            return Arrays.asList(m != null, sem_acquire(m, true));
          });
    }

    @Test
    void exclusiveFlagIsPassedOnAlike() {
      sem_get(key.value()).close();
      same("sem_get(" + key.value() + ", 1, 02600)", () -> sem_get(key.value(), 1, 02600) != null);
    }
  }

  @Nested
  class Results {
    @Test
    void acquiringAndReleasingAnswerAlike() {
      inTurn(
          "["
              + get("m", "")
              + " !== false, sem_acquire($m), sem_acquire($m, true), sem_release($m),"
              + " sem_release($m), sem_acquire($m, true)]",
          () -> {
            PhpSemaphore m = sem_get(key.value());
            return Arrays.asList(
                m != null,
                sem_acquire(m),
                sem_acquire(m, true),
                sem_release(m),
                sem_release(m),
                sem_acquire(m, true));
          });
    }

    @Test
    void otherObjectCannotReleaseAlike() {
      inTurn(
          "[" + get("m", "") + " && " + get("n", "") + ", sem_acquire($m), sem_release($n)]",
          () -> {
            PhpSemaphore m = sem_get(key.value());
            PhpSemaphore n = sem_get(key.value());
            return Arrays.asList(m != null && n != null, sem_acquire(m), sem_release(n));
          });
    }

    @Test
    void removedSemaphoreAnswersAlike() {
      inTurn(
          "["
              + get("m", "")
              + " && "
              + get("n", "")
              + ", sem_acquire($n), sem_remove($m), sem_remove($m), sem_remove($n),"
              + " sem_acquire($m), sem_acquire($m, true), sem_release($m), sem_release($n)]",
          () -> {
            PhpSemaphore m = sem_get(key.value());
            PhpSemaphore n = sem_get(key.value());
            return Arrays.asList(
                m != null && n != null,
                sem_acquire(n),
                sem_remove(m),
                sem_remove(m),
                sem_remove(n),
                sem_acquire(m),
                sem_acquire(m, true),
                sem_release(m),
                sem_release(n));
          });
    }

    @Test
    void noSemaphoreIsRefusedAlike() {
      same("sem_acquire(false)", () -> sem_acquire(null));
      same("sem_release(false)", () -> sem_release(null));
      same("sem_remove(false)", () -> sem_remove(null));
    }
  }

  @Nested
  class Together {
    @Test
    void eachSideWaitsForTheOther() {
      PhpSemaphore mine = sem_get(key.value());
      php.run(get("m", "") + ";");
      sem_acquire(mine);
      CompletableFuture<Outcome> inPhp = php.begin("sem_acquire($m)");
      BlockedCalls.awaitWaiter(mine.set(), 0);
      sem_release(mine);
      assertThat(inPhp.join().read()).isEqualTo(true);
      CompletableFuture<Boolean> inJava = Background.get(() -> sem_acquire(mine));
      BlockedCalls.awaitWaiter(mine.set(), 0);
      php.run("sem_release($m);");
      assertThat(inJava.join()).isTrue();
      mine.close();
      php.run("unset($m);");
    }

    @Test
    void removalWakesBothSidesAlike() {
      PhpSemaphore holder = sem_get(key.value());
      PhpSemaphore waiter = sem_get(key.value());
      php.run(get("m", "") + ";");
      sem_acquire(holder);
      CompletableFuture<Outcome> inPhp = php.begin("sem_acquire($m)");
      BlockedCalls.awaitWaiter(holder.set(), 0);
      CompletableFuture<Outcome> inJava =
          Background.get(() -> Outcome.inJava(() -> sem_acquire(waiter)));
      while (holder.waiting() < 2) {
        Thread.onSpinWait();
      }
      sem_remove(holder);
      assertThat(inJava.join()).isEqualTo(inPhp.join());
      assertThat(inJava.join().warnings().toString()).contains("Identifier removed");
      php.run("unset($m);");
    }

    /** A process that is stopped while it waits gets EINTR when it goes on, signal(7). */
    @Test
    void interruptedCallGoesOnWaiting() throws Exception {
      PhpSemaphore mine = PhpSemaphore.openOrCreate(key);
      PhpSemaphore.Place place = mine.acquire();
      Process waiter = SemaphoreHolder.start(key);
      try {
        BlockedCalls.awaitWaiter(mine.set(), 0);
        assertThat(php.call("posix_kill(" + waiter.pid() + ", SIGSTOP)").read()).isEqualTo(true);
        while (mine.waiting() > 0) {
          Thread.onSpinWait();
        }
        php.run("posix_kill(" + waiter.pid() + ", SIGCONT);");
        BlockedCalls.awaitWaiter(mine.set(), 0);
        place.close();
        assertThat(waiter.getInputStream().readNBytes(4)).asString().isEqualTo("held");
      } finally {
        waiter.destroyForcibly();
        mine.close();
      }
    }

    @Test
    void killedPhpFreesItForJava() throws Exception {
      PhpSemaphore mine = PhpSemaphore.openOrCreate(key);
      String code = "$m = sem_get(" + key.value() + "); sem_acquire($m); echo 'held'; sleep(999);";
      Process holder = new ProcessBuilder("php", "-r", code).start();
      try {
        assertThat(holder.getInputStream().readNBytes(4)).asString().isEqualTo("held");
        assertThat(mine.tryAcquire()).isEmpty();
        CompletableFuture<PhpSemaphore.Place> waiter = Background.get(mine::acquire);
        BlockedCalls.awaitWaiter(mine.set(), 0);
        holder.destroyForcibly().waitFor();
        waiter.join().close();
        assertThat(figures()).containsExactly(1, 1, 0);
      } finally {
        holder.destroyForcibly();
        mine.close();
      }
    }

    @Test
    void killedJavaFreesItForPhp() throws Exception {
      php.run(get("m", "") + ";");
      Process holder = SemaphoreHolder.start(key);
      try {
        assertThat(holder.getInputStream().readNBytes(4)).asString().isEqualTo("held");
        assertThat(php.call("sem_acquire($m, true)").read()).isEqualTo(false);
        CompletableFuture<Outcome> waiter = php.begin("sem_acquire($m)");
        BlockedCalls.awaitWaiter(SemaphoreSet.open(key), 0);
        holder.destroyForcibly().waitFor();
        assertThat(waiter.join().read()).isEqualTo(true);
        assertThat(figures()).containsExactly(0, 1, 0);
      } finally {
        holder.destroyForcibly();
        php.run("unset($m);");
      }
    }
  }

  @Nested
  class Rights {
    @RegisterExtension static final Php nobody = new Php();

    private void loseRights() {
      assumeTrue(Unprivileged.isRoot(), "only root can become a second user");
      nobody.run("posix_seteuid(" + Unprivileged.NOBODY + ");");
    }

    @Test
    void strangersAreRefusedAlike() {
      loseRights();
      sem_get(key.value(), 1, 0600).close();
      denied("sem_get(%d)", () -> sem_get(key.value()) != null);
    }

    @Test
    void strangersWithoutTheRightToAlterGetAUselessSemaphoreAlike() {
      loseRights();
      sem_get(key.value(), 1, 0644).close();
      denied(
          "[($m = sem_get(%d, 1, 0444)) !== false, sem_acquire($m), sem_remove($m)]",
          () -> {
            PhpSemaphore m = sem_get(key.value(), 1, 0444);
            return Arrays.asList(m != null, sem_acquire(m), sem_remove(m));
          });
      denied(
          "[($m = sem_get(%d, 1, 0)) !== false, sem_release($m)]",
          () -> {
            PhpSemaphore m = sem_get(key.value(), 1, 0);
            return Arrays.asList(m != null, sem_release(m));
          });
      nobody.run("unset($m);");
    }

    private void denied(String expression, Callable<?> java) {
      String onKey = String.format(Locale.ROOT, expression, key.value());
      Outcome inPhp = nobody.call(onKey);
      assertThat(Outcome.inJava(() -> Unprivileged.call(java))).describedAs(onKey).isEqualTo(inPhp);
      assertThat(inPhp.warnings()).isNotEmpty();
    }
  }

  private static void same(String expression, Callable<?> java) {
    assertThat(Outcome.inJava(java)).describedAs(expression).isEqualTo(php.call(expression));
  }
}
