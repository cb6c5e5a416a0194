package org.phpipc.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.libc.abi.IpcFlags.GETNCNT;
import static org.phpipc.libc.abi.IpcFlags.GETPID;
import static org.phpipc.libc.abi.IpcFlags.GETVAL;
import static org.phpipc.libc.abi.IpcFlags.GETZCNT;
import static org.phpipc.libc.abi.IpcFlags.IPC_NOWAIT;
import static org.phpipc.libc.abi.IpcFlags.IPC_PRIVATE;
import static org.phpipc.libc.abi.IpcFlags.IPC_RMID;
import static org.phpipc.libc.abi.IpcFlags.SEM_UNDO;
import static org.phpipc.libc.abi.IpcFlags.SETVAL;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phpipc.Errno;
import org.phpipc.libc.abi.Sembuf;
import org.phpipc.libc.abi.Timespec;
import org.phpipc.testing.Background;

/** The rules of semget(2), semop(2) and semctl(2), case by case, on a set of three. */
abstract class SemaphoreCases {
  private static final int HIGHEST = 32767;

  private final IpcLibc libc;
  private int set;

  SemaphoreCases(IpcLibcContract binding) {
    this.libc = binding.libc;
  }

  @BeforeEach
  void makeSet() {
    set = libc.semget(IPC_PRIVATE, 3, 0600);
    assertThat(set).isNotNegative();
  }

  @AfterEach
  void removeSet() {
    libc.semctl(set, 0, IPC_RMID, 0);
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "32001"})
  void sizeOfANewSetIsWithinBounds(int semaphores) {
    assertThat(libc.semget(IPC_PRIVATE, semaphores, 0600)).isEqualTo(refused(Errno.EINVAL));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "32767, 0", "32768, 34", "-1, 34"})
  void valueThatIsSetIsWithinBounds(int value, int errno) {
    assertThat(libc.semctl(set, 1, SETVAL, value)).isEqualTo(-errno);
    assertThat(value(1)).isEqualTo(errno == 0 ? value : 0);
  }

  @ParameterizedTest
  @CsvSource({"3", "-1"})
  void semaphoreThatTheSetLacksIsRefused(int number) {
    assertThat(libc.semctl(set, number, GETVAL, 0)).isEqualTo(refused(Errno.EINVAL));
    assertThat(operate(number, 1, 0)).isEqualTo(refused(Errno.EFBIG));
  }

  @Test
  void noOperationAndTooManyAreRefused() {
    NativeBuffer sops = libc.buffer(501 * Sembuf.SIZE);
    assertThat(libc.semop(set, sops, 0)).isEqualTo(refused(Errno.EINVAL));
    assertThat(libc.semop(set, sops, 501)).isEqualTo(refused(Errno.E2BIG));
  }

  @Test
  void valueBeyondTheHighestIsRefused() {
    assertThat(operate(0, HIGHEST, 0)).isZero();
    assertThat(operate(0, 1, 0)).isEqualTo(refused(Errno.ERANGE));
    assertThat(value(0)).isEqualTo(HIGHEST);
  }

  @Test
  void allOperationsAreDoneOrNone() {
    assertThat(libc.semctl(set, 0, SETVAL, 5)).isZero();
    NativeBuffer sops = libc.buffer(3 * Sembuf.SIZE);
    Sembuf.put(sops.bytes(), 0, 0, -3, IPC_NOWAIT);
    Sembuf.put(sops.bytes(), 1, 1, 7, IPC_NOWAIT);
    Sembuf.put(sops.bytes(), 2, 2, -1, IPC_NOWAIT);
    assertThat(libc.semop(set, sops, 3)).isEqualTo(refused(Errno.EAGAIN));
    assertThat(value(0)).isEqualTo(5);
    assertThat(value(1)).isZero();
    Sembuf.put(sops.bytes(), 2, 2, 0, IPC_NOWAIT);
    assertThat(libc.semop(set, sops, 3)).isZero();
    assertThat(value(0)).isEqualTo(2);
    assertThat(value(1)).isEqualTo(7);
  }

  @Test
  void operationsOfOneCallSeeEachOther() {
    NativeBuffer sops = libc.buffer(2 * Sembuf.SIZE);
    Sembuf.put(sops.bytes(), 0, 0, 2, IPC_NOWAIT);
    Sembuf.put(sops.bytes(), 1, 0, -2, IPC_NOWAIT);
    assertThat(libc.semop(set, sops, 2)).isZero();
    assertThat(value(0)).isZero();
  }

  @Test
  void waitingForZeroThatIsThereEndsAtOnce() {
    assertThat(operate(0, 0, IPC_NOWAIT)).isZero();
    libc.semctl(set, 0, SETVAL, 1);
    assertThat(operate(0, 0, IPC_NOWAIT)).isEqualTo(refused(Errno.EAGAIN));
  }

  @Test
  void pidIsOfTheLastOperation() {
    assertThat(libc.semctl(set, 2, GETPID, 0)).isZero();
    operate(2, 1, SEM_UNDO);
    assertThat(libc.semctl(set, 2, GETPID, 0)).isEqualTo((int) ProcessHandle.current().pid());
  }

  @Test
  void whoWaitsIsCountedByWhatForAndGoesOn() throws Exception {
    libc.semctl(set, 1, SETVAL, 1);
    CompletableFuture<Integer> more = Background.get(() -> operate(0, -2, 0));
    CompletableFuture<Integer> zero = Background.get(() -> operate(1, 0, 0));
    await(0, GETNCNT);
    await(1, GETZCNT);
    assertThat(libc.semctl(set, 0, GETZCNT, 0)).isZero();
    assertThat(operate(0, 1, 0)).isZero();
    assertThat(more).isNotDone();
    assertThat(operate(0, 1, 0)).isZero();
    assertThat(more.get()).isZero();
    assertThat(libc.semctl(set, 1, SETVAL, 0)).isZero();
    assertThat(zero.get()).isZero();
    assertThat(value(0)).isZero();
  }

  @Test
  void removalEndsTheWaiting() throws Exception {
    CompletableFuture<Integer> waiter = Background.get(() -> operate(0, -1, 0));
    await(0, GETNCNT);
    removeSet();
    assertThat(waiter.get()).isEqualTo(refused(Errno.EIDRM));
    assertThat(operate(0, 1, 0)).isEqualTo(refused(Errno.EINVAL));
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, -1", "0, 1000000000"})
  void timeThatIsNoneIsInvalid(long seconds, long nanos) {
    assertThat(timed(seconds, nanos)).isEqualTo(refused(Errno.EINVAL));
  }

  @Test
  void timeThatIsOverIsToldAsNotNow() {
    assertThat(timed(0, 1)).isEqualTo(refused(Errno.EAGAIN));
    assertThat(libc.semctl(set, 0, GETNCNT, 0)).isZero();
  }

  private int timed(long seconds, long nanos) {
    NativeBuffer sops = libc.buffer(64);
    Sembuf.put(sops.bytes(), 0, 0, -1, 0);
    sops.bytes()
        .putLong(16 + Timespec.SEC_OFFSET, seconds)
        .putLong(16 + Timespec.NSEC_OFFSET, nanos);
    return libc.semtimedop(set, sops, 1, 16);
  }

  private int operate(int number, int change, int flags) {
    NativeBuffer sops = libc.buffer(Sembuf.SIZE);
    Sembuf.put(sops.bytes(), 0, number, change, flags);
    return libc.semop(set, sops, 1);
  }

  private int value(int number) {
    return libc.semctl(set, number, GETVAL, 0);
  }

  private void await(int number, int count) {
    while (libc.semctl(set, number, count, 0) == 0) {
      Thread.onSpinWait();
    }
  }

  private static int refused(Errno errno) {
    return -errno.number();
  }
}
