package org.phpipc.libc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.phpipc.Errno;
import org.phpipc.libc.abi.FileFlags;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.MsgBuf;
import org.phpipc.libc.abi.MsqidDs;
import org.phpipc.libc.abi.Sembuf;
import org.phpipc.libc.abi.SemidDs;
import org.phpipc.libc.abi.ShmidDs;
import org.phpipc.libc.abi.Sigaction;
import org.phpipc.libc.abi.Statx;
import org.phpipc.libc.abi.Timespec;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;

/** What every binding must do. */
abstract class IpcLibcContract {
  /** A real-time signal that nobody here uses. */
  private static final int SIGNAL = 51;

  final IpcLibc libc;
  private int queue;

  IpcLibcContract(IpcLibc libc) {
    this.libc = libc;
  }

  @Nested
  class Queues extends QueueCases {
    Queues() {
      super(IpcLibcContract.this);
    }
  }

  @Nested
  class Semaphores extends SemaphoreCases {
    Semaphores() {
      super(IpcLibcContract.this);
    }
  }

  /** Returns when the thread waits in the call on the queue. */
  void awaitBlocked(String call, int msqid, int tid) {
    BlockedCalls.await(call, MessageQueue.ofId(msqid));
  }

  @BeforeEach
  void makeQueue() {
    queue = libc.msgget(IpcFlags.IPC_PRIVATE, IpcFlags.IPC_CREAT | 0600);
    assertThat(queue).isNotNegative();
  }

  @AfterEach
  void removeQueue() {
    libc.msgctl(queue, IpcFlags.IPC_RMID, libc.buffer(MsqidDs.SIZE));
  }

  @Test
  void bufferHasAtLeastTheRoomAskedFor() {
    assertThat(libc.buffer(1).capacity()).isPositive();
    assertThat(libc.buffer(100_000).capacity()).isGreaterThanOrEqualTo(100_000);
  }

  @Test
  void memoryOfTheCallersOwnIsAsLargeAsItSaysAndEmpty() {
    NativeBuffer own = libc.allocate(1000);
    byte[] content = new byte[1000];
    own.bytes().get(0, content);
    assertThat(own.capacity()).isEqualTo(1000);
    assertThat(content).containsOnly(0);
    assertThat(libc.allocate(1000)).isNotSameAs(own);
  }

  @Test
  void bufferIsReusedByItsThread() {
    assertThat(libc.buffer(64)).isSameAs(libc.buffer(64));
  }

  @Test
  void bufferIsNotSharedBetweenThreads() throws Exception {
    NativeBuffer mine = libc.buffer(64);
    NativeBuffer[] other = new NativeBuffer[1];
    Thread thread = new Thread(() -> other[0] = libc.buffer(64));
    thread.start();
    thread.join();
    assertThat(other[0]).isNotNull().isNotSameAs(mine);
  }

  @Test
  void sentMessageIsReceivedWithTypeAndBytes() {
    assertThat(send(7, "hello")).isZero();
    assertThat(receive(64, 0, 0)).isEqualTo(5);
    assertThat(libc.buffer(0).bytes().getLong(MsgBuf.MTYPE_OFFSET)).isEqualTo(7);
    assertThat(text(5)).isEqualTo("hello");
  }

  @Test
  void emptyQueueAnswersNegatedEnomsg() {
    assertThat(receive(64, 0, IpcFlags.IPC_NOWAIT)).isEqualTo(-Errno.ENOMSG.number());
  }

  @Test
  void typeBelowOneAnswersNegatedEinval() {
    assertThat(send(0, "x")).isEqualTo(-Errno.EINVAL.number());
  }

  @Test
  void messageTooBigAnswersNegatedE2bigAndStays() {
    send(1, "hello");
    assertThat(receive(4, 0, IpcFlags.IPC_NOWAIT)).isEqualTo(-Errno.E2BIG.number());
    assertThat(receive(4, 0, IpcFlags.IPC_NOWAIT | IpcFlags.MSG_NOERROR)).isEqualTo(4);
    assertThat(text(4)).isEqualTo("hell");
  }

  @Test
  void statusIsWhatTheDescriptorSays() {
    send(1, "hello");
    send(1, "hi");
    NativeBuffer ds = libc.buffer(MsqidDs.SIZE);
    assertThat(libc.msgctl(queue, IpcFlags.IPC_STAT, ds)).isZero();
    ByteBuffer bytes = ds.bytes();
    assertThat(bytes.getInt(MsqidDs.KEY_OFFSET)).isZero();
    assertThat(bytes.getInt(MsqidDs.MODE_OFFSET)).isEqualTo(0600);
    assertThat(bytes.getLong(MsqidDs.QNUM_OFFSET)).isEqualTo(2);
    assertThat(bytes.getLong(MsqidDs.CBYTES_OFFSET)).isEqualTo(7);
    assertThat(bytes.getInt(MsqidDs.LSPID_OFFSET)).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(bytes.getInt(MsqidDs.LRPID_OFFSET)).isZero();
  }

  @Test
  void removedQueueAnswersNegatedEinval() {
    removeQueue();
    assertThat(send(1, "x")).isEqualTo(-Errno.EINVAL.number());
  }

  @Test
  void attachedSegmentHoldsWhatIsWritten() {
    int segment = libc.shmget(IpcFlags.IPC_PRIVATE, 100, IpcFlags.IPC_CREAT | 0600);
    assertThat(segment).isNotNegative();
    try {
      long address = libc.shmat(segment, 0, 0);
      long again = libc.shmat(segment, 0, IpcFlags.SHM_RDONLY);
      libc.memory(address, 100).bytes().putLong(92, 7);
      assertThat(libc.memory(again, 100).bytes().getLong(92)).isEqualTo(7);
      assertThat(attachments(segment)).isEqualTo(2);
      assertThat(libc.shmdt(address)).isZero();
      assertThat(libc.shmdt(again)).isZero();
      assertThat(libc.shmdt(again)).isEqualTo(-Errno.EINVAL.number());
      assertThat(attachments(segment)).isZero();
    } finally {
      libc.shmctl(segment, IpcFlags.IPC_RMID, libc.buffer(ShmidDs.SIZE));
    }
    assertThat(libc.shmat(segment, 0, 0)).isEqualTo(-Errno.EINVAL.number());
  }

  private long attachments(int segment) {
    NativeBuffer ds = libc.buffer(ShmidDs.SIZE);
    assertThat(libc.shmctl(segment, IpcFlags.IPC_STAT, ds)).isZero();
    assertThat(ds.bytes().getLong(ShmidDs.SEGSZ_OFFSET)).isEqualTo(100);
    return ds.bytes().getLong(ShmidDs.NATTCH_OFFSET);
  }

  @Test
  void semaphoresAreChangedTogetherOrNotAtAll() {
    int set = libc.semget(IpcFlags.IPC_PRIVATE, 2, IpcFlags.IPC_CREAT | 0600);
    assertThat(set).isNotNegative();
    try {
      assertThat(libc.semctl(set, 0, IpcFlags.SETVAL, 3)).isZero();
      NativeBuffer sops = libc.buffer(64);
      Sembuf.put(sops.bytes(), 0, 0, -2, IpcFlags.IPC_NOWAIT);
      Sembuf.put(sops.bytes(), 1, 1, 5, IpcFlags.IPC_NOWAIT);
      assertThat(libc.semop(set, sops, 2)).isZero();
      assertThat(libc.semop(set, sops, 2)).isEqualTo(-Errno.EAGAIN.number());
      assertThat(libc.semctl(set, 0, IpcFlags.GETVAL, 0)).isEqualTo(1);
      assertThat(libc.semctl(set, 1, IpcFlags.GETVAL, 0)).isEqualTo(5);
      NativeBuffer ds = libc.buffer(SemidDs.SIZE);
      assertThat(libc.semctl(set, 0, IpcFlags.IPC_STAT, ds)).isZero();
      assertThat(ds.bytes().getLong(SemidDs.NSEMS_OFFSET)).isEqualTo(2);
    } finally {
      libc.semctl(set, 0, IpcFlags.IPC_RMID, 0);
    }
    assertThat(libc.semctl(set, 0, IpcFlags.GETVAL, 0)).isEqualTo(-Errno.EINVAL.number());
  }

  @Test
  void semtimedopGivesUpAfterItsTime() {
    int set = libc.semget(IpcFlags.IPC_PRIVATE, 1, IpcFlags.IPC_CREAT | 0600);
    try {
      NativeBuffer sops = libc.buffer(64);
      Sembuf.put(sops.bytes(), 0, 0, -1, 0);
      sops.bytes().putLong(16 + Timespec.SEC_OFFSET, 0).putLong(16 + Timespec.NSEC_OFFSET, 1);
      assertThat(libc.semtimedop(set, sops, 1, 16)).isEqualTo(-Errno.EAGAIN.number());
    } finally {
      libc.semctl(set, 0, IpcFlags.IPC_RMID, 0);
    }
  }

  @Test
  void missingFileAnswersNegatedEnoent() {
    byte[] path = "/nonexistent\0".getBytes(US_ASCII);
    int result = libc.statx(FileFlags.AT_FDCWD, path, 0, Statx.STATX_INO, libc.buffer(Statx.SIZE));
    assertThat(result).isEqualTo(-Errno.ENOENT.number());
  }

  /** errno belongs to the call: threads that fail differently never see each other's. */
  @Test
  void errnoOfManyThreadsIsNotMixedUp() throws Exception {
    int threads = 16;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        boolean even = i % 2 == 0;
        tasks.add(() -> wrongErrnos(even));
      }
      for (Future<Integer> wrong : pool.invokeAll(tasks)) {
        assertThat(wrong.get()).isZero();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void userIsTheOwnerOfWhatIsMade() {
    NativeBuffer ds = libc.buffer(MsqidDs.SIZE);
    assertThat(libc.msgctl(queue, IpcFlags.IPC_STAT, ds)).isZero();
    assertThat(libc.geteuid()).isEqualTo(ds.bytes().getInt(MsqidDs.UID_OFFSET));
  }

  @Test
  void threadHasANumberOfItsOwn() {
    int mine = libc.gettid();
    assertThat(mine).isPositive().isEqualTo(libc.gettid());
    assertThat(Background.get(libc::gettid).join()).isPositive().isNotEqualTo(mine);
  }

  @Test
  void signalEndsACallThatWaitsWithNegatedEintr() {
    handle(libc.dlsym("abs"));
    CompletableFuture<Integer> tid = new CompletableFuture<>();
    CompletableFuture<Long> waiting =
        Background.get(
            () -> {
              tid.complete(libc.gettid());
              return receive(64, 0, 0);
            });
    awaitBlocked("msgrcv", queue, tid.join());
    assertThat(libc.tgkill((int) ProcessHandle.current().pid(), tid.join(), SIGNAL)).isZero();
    assertThat(waiting.join()).isEqualTo(-Errno.EINTR.number());
    assertThat(handle(Sigaction.SIG_DFL)).isEqualTo(libc.dlsym("abs"));
  }

  @Test
  void signalToNobodyAnswersNegatedEsrch() {
    int pid = (int) ProcessHandle.current().pid();
    assertThat(libc.tgkill(pid, Integer.MAX_VALUE, 0)).isEqualTo(-Errno.ESRCH.number());
  }

  /** Sets a handler and gives the one before. */
  private long handle(long handler) {
    NativeBuffer acts = libc.buffer(2 * Sigaction.SIZE);
    for (int i = 0; i < Sigaction.SIZE; i += Long.BYTES) {
      acts.bytes().putLong(i, 0);
    }
    acts.bytes().putLong(Sigaction.HANDLER_OFFSET, handler);
    assertThat(libc.sigaction(SIGNAL, acts, 0, Sigaction.SIZE)).isZero();
    return acts.bytes().getLong(Sigaction.SIZE + Sigaction.HANDLER_OFFSET);
  }

  private int wrongErrnos(boolean even) {
    int wrong = 0;
    for (int i = 0; i < 2_000; i++) {
      long result = even ? receive(64, 0, IpcFlags.IPC_NOWAIT) : send(-1, "x");
      Errno expected = even ? Errno.ENOMSG : Errno.EINVAL;
      wrong += result == -expected.number() ? 0 : 1;
    }
    return wrong;
  }

  private int send(long type, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    NativeBuffer message = libc.buffer(MsgBuf.MTEXT_OFFSET + bytes.length);
    message.bytes().putLong(MsgBuf.MTYPE_OFFSET, type).put(MsgBuf.MTEXT_OFFSET, bytes);
    return libc.msgsnd(queue, message, bytes.length, IpcFlags.IPC_NOWAIT);
  }

  private long receive(int room, long type, int flags) {
    return libc.msgrcv(queue, libc.buffer(MsgBuf.MTEXT_OFFSET + room), room, type, flags);
  }

  private String text(int length) {
    byte[] bytes = new byte[length];
    libc.buffer(0).bytes().get(MsgBuf.MTEXT_OFFSET, bytes);
    return new String(bytes, US_ASCII);
  }
}
