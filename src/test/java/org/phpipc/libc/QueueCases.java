package org.phpipc.libc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.libc.abi.IpcFlags.IPC_CREAT;
import static org.phpipc.libc.abi.IpcFlags.IPC_EXCL;
import static org.phpipc.libc.abi.IpcFlags.IPC_NOWAIT;
import static org.phpipc.libc.abi.IpcFlags.IPC_PRIVATE;
import static org.phpipc.libc.abi.IpcFlags.IPC_RMID;
import static org.phpipc.libc.abi.IpcFlags.IPC_SET;
import static org.phpipc.libc.abi.IpcFlags.IPC_STAT;
import static org.phpipc.libc.abi.IpcFlags.MSG_COPY;
import static org.phpipc.libc.abi.IpcFlags.MSG_EXCEPT;
import static org.phpipc.libc.abi.IpcFlags.MSG_NOERROR;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phpipc.Errno;
import org.phpipc.libc.abi.MsgBuf;
import org.phpipc.libc.abi.MsqidDs;
import org.phpipc.testing.Background;

/** The rules of msgget(2), msgop(2) and msgctl(2), case by case. */
abstract class QueueCases {
  private static final int NO_SUCH_ID = Integer.MAX_VALUE;

  private final IpcLibcContract binding;
  private final IpcLibc libc;
  private int queue;

  QueueCases(IpcLibcContract binding) {
    this.binding = binding;
    this.libc = binding.libc;
  }

  @BeforeEach
  void makeQueue() {
    queue = libc.msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    assertThat(queue).isNotNegative();
  }

  @AfterEach
  void removeQueue() {
    remove(queue);
  }

  @Test
  void keyNamesOneQueue() {
    int key = freeKey();
    int made = libc.msgget(key, IPC_CREAT | IPC_EXCL | 0600);
    try {
      assertThat(made).isNotNegative().isNotEqualTo(queue);
      assertThat(libc.msgget(key, 0)).isEqualTo(made);
      assertThat(libc.msgget(key, IPC_CREAT | 0600)).isEqualTo(made);
      assertThat(libc.msgget(key, IPC_CREAT | IPC_EXCL | 0600)).isEqualTo(refused(Errno.EEXIST));
    } finally {
      remove(made);
    }
    assertThat(libc.msgget(key, 0)).isEqualTo(refused(Errno.ENOENT));
  }

  @Test
  void identifierOfARemovedQueueNamesNoLaterOne() {
    int first = libc.msgget(IPC_PRIVATE, 0600);
    remove(first);
    int second = libc.msgget(IPC_PRIVATE, 0600);
    try {
      assertThat(second).isNotEqualTo(first);
      assertThat(send(first, 1, "x", IPC_NOWAIT)).isEqualTo(refused(Errno.EINVAL));
    } finally {
      remove(second);
    }
  }

  /** Types 3, 1, 2, 1 were sent, their texts are their places; 0 stands for no message. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "1, 0, 2",
    "2, 0, 3",
    "3, 0, 1",
    "4, 0, 0",
    "-1, 0, 2",
    "-2, 0, 2",
    "-3, 0, 2",
    "-9223372036854775808, 0, 2",
    "1, EXCEPT, 1",
    "3, EXCEPT, 2",
    "9, EXCEPT, 1",
    "0, EXCEPT, 1",
    "-2, EXCEPT, 2"
  })
  void typeSelectsTheMessage(long wanted, String flag, long place) {
    long[] types = {3, 1, 2, 1};
    for (int i = 0; i < types.length; i++) {
      send(types[i], String.valueOf(i + 1));
    }
    int flags = IPC_NOWAIT | (flag.equals("EXCEPT") ? MSG_EXCEPT : 0);
    long received = receive(queue, 100, wanted, flags);
    assertThat(received).isEqualTo(place == 0 ? refused(Errno.ENOMSG) : 1);
    assertThat(received < 0 ? "0" : text(1)).isEqualTo(String.valueOf(place));
  }

  @Test
  void negativeTypeIncludesItsBound() {
    send(5, "x");
    assertThat(receive(queue, 100, -4, IPC_NOWAIT)).isEqualTo(refused(Errno.ENOMSG));
    assertThat(receive(queue, 100, -5, IPC_NOWAIT)).isEqualTo(1);
  }

  @Test
  void lowestTypeGoesFirstAndAmongEqualsTheOldest() {
    send(2, "a");
    send(1, "b");
    send(1, "c");
    List<String> order = new ArrayList<>();
    while (receive(queue, 100, -9, IPC_NOWAIT) > 0) {
      order.add(text(1));
    }
    assertThat(order).containsExactly("b", "c", "a");
  }

  @ParameterizedTest
  @CsvSource({"-1, 1, 1", "0, 0, 1", "0, -5, 1", "0, 1, 8193", "0, 1, -1"})
  void whatMsgsndRefusesAsInvalid(int idOffset, long type, long bytes) {
    NativeBuffer message = libc.buffer(MsgBuf.MTEXT_OFFSET + 10_000);
    message.bytes().putLong(MsgBuf.MTYPE_OFFSET, type);
    int id = idOffset < 0 ? -1 : queue;
    assertThat(libc.msgsnd(id, message, bytes, IPC_NOWAIT)).isEqualTo(refused(Errno.EINVAL));
  }

  @Test
  void unknownIdentifierIsInvalid() {
    NativeBuffer ds = libc.buffer(MsqidDs.SIZE);
    assertThat(send(NO_SUCH_ID, 1, "x", IPC_NOWAIT)).isEqualTo(refused(Errno.EINVAL));
    assertThat(receive(NO_SUCH_ID, 1, 0, IPC_NOWAIT)).isEqualTo(refused(Errno.EINVAL));
    assertThat(libc.msgctl(NO_SUCH_ID, IPC_STAT, ds)).isEqualTo(refused(Errno.EINVAL));
    assertThat(libc.msgctl(NO_SUCH_ID, IPC_RMID, ds)).isEqualTo(refused(Errno.EINVAL));
    assertThat(libc.msgctl(queue, 99, ds)).isEqualTo(refused(Errno.EINVAL));
  }

  @Test
  void negativeRoomIsInvalid() {
    assertThat(receive(queue, -1, 0, IPC_NOWAIT)).isEqualTo(refused(Errno.EINVAL));
  }

  @Test
  void emptyMessageIsAMessage() {
    assertThat(send(1, "")).isZero();
    assertThat(receive(queue, 0, 0, IPC_NOWAIT)).isZero();
    assertThat(receive(queue, 0, 0, IPC_NOWAIT)).isEqualTo(refused(Errno.ENOMSG));
  }

  @Test
  void messageThatDoesNotFitStaysUnlessItMayBeCut() {
    send(1, "hello");
    assertThat(receive(queue, 4, 0, IPC_NOWAIT)).isEqualTo(refused(Errno.E2BIG));
    assertThat(receive(queue, 4, 0, IPC_NOWAIT | MSG_NOERROR)).isEqualTo(4);
    assertThat(text(4)).isEqualTo("hell");
    assertThat(stat().getLong(MsqidDs.QNUM_OFFSET)).isZero();
    assertThat(stat().getLong(MsqidDs.CBYTES_OFFSET)).isZero();
  }

  @Test
  void queueIsFullByBytes() {
    capacity(10);
    assertThat(send(1, "12345")).isZero();
    assertThat(send(1, "123456")).isEqualTo(refused(Errno.EAGAIN));
    assertThat(send(1, "12345")).isZero();
    assertThat(send(1, "x")).isEqualTo(refused(Errno.EAGAIN));
  }

  @Test
  void queueIsFullByCount() {
    capacity(3);
    for (int i = 0; i < 3; i++) {
      assertThat(send(1, "")).isZero();
    }
    assertThat(send(1, "")).isEqualTo(refused(Errno.EAGAIN));
  }

  @Test
  void copyLeavesTheMessageWhereItIs() {
    send(7, "a");
    send(8, "b");
    assertThat(receive(queue, 10, 1, IPC_NOWAIT | MSG_COPY)).isEqualTo(1);
    assertThat(text(1)).isEqualTo("b");
    assertThat(receive(queue, 10, 2, IPC_NOWAIT | MSG_COPY)).isEqualTo(refused(Errno.ENOMSG));
    assertThat(stat().getLong(MsqidDs.QNUM_OFFSET)).isEqualTo(2);
  }

  @Test
  void copyMayNeitherWaitNorExcept() {
    assertThat(receive(queue, 10, 0, MSG_COPY)).isEqualTo(refused(Errno.EINVAL));
    int both = IPC_NOWAIT | MSG_COPY | MSG_EXCEPT;
    assertThat(receive(queue, 10, 0, both)).isEqualTo(refused(Errno.EINVAL));
  }

  @Test
  void statusCountsMessagesAndBytes() {
    send(1, "hello");
    send(1, "hi");
    ByteBuffer ds = stat();
    assertThat(ds.getLong(MsqidDs.QNUM_OFFSET)).isEqualTo(2);
    assertThat(ds.getLong(MsqidDs.CBYTES_OFFSET)).isEqualTo(7);
    assertThat(ds.getInt(MsqidDs.MODE_OFFSET)).isEqualTo(0600);
    assertThat(ds.getInt(MsqidDs.LRPID_OFFSET)).isZero();
    assertThat(ds.getLong(MsqidDs.RTIME_OFFSET)).isZero();
    assertThat(ds.getLong(MsqidDs.STIME_OFFSET)).isPositive();
    receive(queue, 10, 0, IPC_NOWAIT);
    int pid = (int) ProcessHandle.current().pid();
    assertThat(stat().getInt(MsqidDs.LSPID_OFFSET)).isEqualTo(pid);
    assertThat(stat().getInt(MsqidDs.LRPID_OFFSET)).isEqualTo(pid);
  }

  @Test
  void setChangesOwnerModeAndCapacity() {
    ByteBuffer ds = stat();
    ds.putInt(MsqidDs.MODE_OFFSET, 0640).putLong(MsqidDs.QBYTES_OFFSET, 100);
    assertThat(libc.msgctl(queue, IPC_SET, libc.buffer(0))).isZero();
    assertThat(stat().getInt(MsqidDs.MODE_OFFSET)).isEqualTo(0640);
    assertThat(stat().getLong(MsqidDs.QBYTES_OFFSET)).isEqualTo(100);
  }

  @Test
  void messageGoesToTheFirstWhoWantsIt() throws Exception {
    CompletableFuture<Long> other = waitingReceiver(2);
    CompletableFuture<Long> first = waitingReceiver(1);
    CompletableFuture<Long> second = waitingReceiver(1);
    send(1, "one");
    assertThat(first.get()).isEqualTo(3);
    assertThat(second).isNotDone();
    send(1, "four");
    assertThat(second.get()).isEqualTo(4);
    assertThat(other).isNotDone();
    send(2, "three");
    assertThat(other.get()).isEqualTo(5);
  }

  @Test
  void receiverWithTooLittleRoomIsToldAndTheMessageStays() throws Exception {
    CompletableFuture<Integer> tid = new CompletableFuture<>();
    CompletableFuture<Long> narrow =
        Background.get(
            () -> {
              tid.complete(libc.gettid());
              return receive(queue, 2, 0, 0);
            });
    binding.awaitBlocked("msgrcv", queue, tid.get());
    send(1, "long");
    assertThat(narrow.get()).isEqualTo(refused(Errno.E2BIG));
    assertThat(receive(queue, 10, 0, IPC_NOWAIT)).isEqualTo(4);
  }

  @Test
  void removalEndsTheWaitingOfReceivers() throws Exception {
    CompletableFuture<Long> receiver = waitingReceiver(0);
    remove(queue);
    assertThat(receiver.get()).isEqualTo(refused(Errno.EIDRM));
  }

  @Test
  void removalEndsTheWaitingOfSenders() throws Exception {
    capacity(1);
    send(1, "x");
    CompletableFuture<Integer> sender = waitingSender("y");
    remove(queue);
    assertThat(sender.get()).isEqualTo(refused(Errno.EIDRM));
  }

  @Test
  void roomLetsASenderGoOn() throws Exception {
    capacity(1);
    send(1, "x");
    CompletableFuture<Integer> sender = waitingSender("y");
    assertThat(receive(queue, 1, 0, IPC_NOWAIT)).isEqualTo(1);
    assertThat(sender.get()).isZero();
    assertThat(receive(queue, 1, 0, IPC_NOWAIT)).isEqualTo(1);
    assertThat(text(1)).isEqualTo("y");
  }

  private CompletableFuture<Long> waitingReceiver(long type) throws Exception {
    CompletableFuture<Integer> tid = new CompletableFuture<>();
    CompletableFuture<Long> result =
        Background.get(
            () -> {
              tid.complete(libc.gettid());
              return receive(queue, 100, type, 0);
            });
    binding.awaitBlocked("msgrcv", queue, tid.get());
    return result;
  }

  private CompletableFuture<Integer> waitingSender(String text) throws Exception {
    CompletableFuture<Integer> tid = new CompletableFuture<>();
    CompletableFuture<Integer> result =
        Background.get(
            () -> {
              tid.complete(libc.gettid());
              return send(queue, 1, text, 0);
            });
    binding.awaitBlocked("msgsnd", queue, tid.get());
    return result;
  }

  private int send(long type, String text) {
    return send(queue, type, text, IPC_NOWAIT);
  }

  private int send(int id, long type, String text, int flags) {
    byte[] bytes = text.getBytes(US_ASCII);
    NativeBuffer message = libc.buffer(MsgBuf.MTEXT_OFFSET + bytes.length);
    message.bytes().putLong(MsgBuf.MTYPE_OFFSET, type).put(MsgBuf.MTEXT_OFFSET, bytes);
    return libc.msgsnd(id, message, bytes.length, flags);
  }

  private long receive(int id, long room, long type, int flags) {
    return libc.msgrcv(id, libc.buffer(1000), room, type, flags);
  }

  private String text(int length) {
    byte[] bytes = new byte[length];
    libc.buffer(0).bytes().get(MsgBuf.MTEXT_OFFSET, bytes);
    return new String(bytes, US_ASCII);
  }

  private ByteBuffer stat() {
    NativeBuffer ds = libc.buffer(MsqidDs.SIZE);
    assertThat(libc.msgctl(queue, IPC_STAT, ds)).isZero();
    return ds.bytes();
  }

  private void capacity(long bytes) {
    stat().putLong(MsqidDs.QBYTES_OFFSET, bytes);
    assertThat(libc.msgctl(queue, IPC_SET, libc.buffer(0))).isZero();
  }

  private void remove(int id) {
    libc.msgctl(id, IPC_RMID, libc.buffer(MsqidDs.SIZE));
  }

  private int freeKey() {
    int key;
    do {
      key = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    } while (libc.msgget(key, 0) >= 0);
    return key;
  }

  private static int refused(Errno errno) {
    return -errno.number();
  }
}
