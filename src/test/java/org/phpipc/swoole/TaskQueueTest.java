package org.phpipc.swoole;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpString;
import org.phpipc.serialize.SerializeValueException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.IpcMissingException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.Background;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.KernelObjects;

/** What a dispatcher puts into the queue, and what it refuses. */
class TaskQueueTest {
  private static final WireGeneration GENERATION = WireGeneration.V6_1_0;

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path spool;
  private MessageQueue queue;

  @BeforeEach
  void makeQueue() {
    queue = kernel.queue();
  }

  @ParameterizedTest
  @EnumSource
  void stringIsSentAsItsBytes(WireGeneration generation) throws InterruptedException {
    tasks(generation, ServerLayout.worker(3)).build().dispatch("Größe");
    Message message = queue.receive();
    TaskPacket packet = generation.decode(message.payload());
    assertThat(message.type()).isEqualTo(4);
    assertThat(packet.event()).isEqualTo(TaskEvent.TASK);
    assertThat(packet.data()).isEqualTo("Größe".getBytes(UTF_8));
    assertThat(packet.flags()).isEqualTo(generation.outsideFlags());
    assertThat(packet.sourceWorker()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void nothingOfAnEarlierPacketIsSent(WireGeneration generation) throws InterruptedException {
    PhpString ones = PhpString.of("\u00ff".repeat(100).getBytes(ISO_8859_1));
    tasks(WireGeneration.V1_8_0, ServerLayout.worker(3)).build().dispatch(ones);
    queue.receive();

    tasks(generation, ServerLayout.worker(3)).build().dispatch("x");

    byte[] packet = queue.receive().payload();
    assertThat(packet).isEqualTo(generation.encode(generation.decode(packet)));
  }

  @Test
  void everyKindOfStringIsOne() throws InterruptedException {
    TaskQueue tasks = tasks().build();
    for (Object string : new Object[] {new byte[] {65}, PhpString.of("A"), 'A', "A", ""}) {
      tasks.dispatch(string);
      TaskPacket packet = received();
      assertThat(packet.has(TaskFlag.SERIALIZE)).isFalse();
      assertThat(new String(packet.data(), ISO_8859_1)).isIn("A", "");
    }
  }

  @Test
  void everyOtherValueIsSerialized() throws InterruptedException {
    tasks().build().dispatch(Map.of("a", 1));
    TaskPacket packet = received();
    assertThat(packet.data()).isEqualTo("a:1:{s:1:\"a\";i:1;}".getBytes(UTF_8));
    assertThat(packet.flags())
        .containsExactlyInAnyOrder(TaskFlag.SERIALIZE, TaskFlag.NONBLOCK, TaskFlag.NOREPLY);
  }

  @Test
  void noReplyIsLeftOutWhereItIsNotKnown() {
    assertThat(WireGeneration.V4_1_0.outsideFlags()).containsExactly(TaskFlag.NONBLOCK);
    assertThat(WireGeneration.V4_2_13.outsideFlags())
        .containsExactlyInAnyOrder(TaskFlag.NONBLOCK, TaskFlag.NOREPLY);
  }

  @Test
  void settingsAreSent() throws InterruptedException {
    TaskQueue tasks =
        tasks().sourceWorker(65534).firstTaskId(99).flags(Set.of(TaskFlag.WAITALL)).build();
    assertThat(tasks.dispatch("x")).isEqualTo(99);
    TaskPacket packet = received();
    assertThat(packet.taskId()).isEqualTo(99);
    assertThat(packet.sourceWorker()).isEqualTo(65534);
    assertThat(packet.flags()).containsExactly(TaskFlag.WAITALL);
  }

  @Test
  void timeIsThatOfTheDispatch() throws InterruptedException {
    double before = System.currentTimeMillis() / 1e3;
    tasks().build().dispatch("x");
    assertThat(received().time()).isBetween(before, System.currentTimeMillis() / 1e3);
  }

  @Test
  void idsCountFromZero() throws InterruptedException {
    TaskQueue tasks = tasks().build();
    assertThat(LongStream.generate(() -> tasks.tryDispatch("x").orElseThrow()).limit(3))
        .containsExactly(0L, 1L, 2L);
  }

  @Test
  void idsStartAgainWhereTheFieldEnds() throws InterruptedException {
    TaskQueue tasks =
        tasks(WireGeneration.V4_5_5, ServerLayout.worker(1)).firstTaskId(0x7fffffff).build();
    assertThat(tasks.dispatch("x")).isEqualTo(0x7fffffff);
    assertThat(tasks.dispatch("x")).isZero();
  }

  @Test
  void taskWorkersGetTasksInTurn() throws InterruptedException {
    TaskQueue tasks = tasks(GENERATION, ServerLayout.msgqueue(4, 3)).build();
    for (int i = 0; i < 5; i++) {
      tasks.dispatch("x");
    }
    assertThat(Stream.generate(() -> queue.tryReceive().orElseThrow().type()).limit(5))
        .containsExactly(5L, 6L, 7L, 5L, 6L);
  }

  @Test
  void chosenTaskWorkerGetsTheTask() throws InterruptedException {
    tasks(GENERATION, ServerLayout.msgqueue(4, 3)).build().dispatch("x", 2);
    assertThat(queue.receive().type()).isEqualTo(7);
  }

  @Test
  void allTasksHaveOneTypeInModeThree() throws InterruptedException {
    TaskQueue tasks = tasks(GENERATION, ServerLayout.preemptive(4, 3)).build();
    tasks.dispatch("x");
    tasks.dispatch("x");
    assertThat(List.of(queue.receive().type(), queue.receive().type())).containsExactly(5L, 5L);
  }

  @Test
  void tasksThatWaitAreCountedForEachTaskWorker() throws InterruptedException {
    TaskQueue tasks = tasks(GENERATION, ServerLayout.msgqueue(4, 3)).build();
    tasks.dispatch("x", 0);
    tasks.dispatch("x", 2);
    tasks.dispatch("x", 2);
    assertThat(tasks.waiting()).containsExactly(1, 0, 2);
  }

  @Test
  void taskGoesToTheWorkerForWhomTheFewestWaitWhereThatIsWanted() throws InterruptedException {
    TaskQueue tasks = tasks(GENERATION, ServerLayout.msgqueue(4, 2)).toLeastWaiting().build();
    tasks.dispatch("slow", 0);
    tasks.dispatch("slow", 0);
    tasks.dispatch("x");
    tasks.dispatch("x");
    assertThat(tasks.waiting()).containsExactly(2, 2);
  }

  @Nested
  class Spilling {
    @Test
    void interruptedThreadDispatchesNoLargePayload() throws IOException {
      TaskQueue tasks = tasks().build();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> tasks.dispatch(new byte[9000]))
          .isInstanceOf(InterruptedException.class);
      assertThat(spooled()).isEmpty();
      assertThat(queue.status().messages()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void longestInlinePayloadStaysInThePacket(WireGeneration generation)
        throws IOException, InterruptedException {
      tasks(generation, ServerLayout.worker(0))
          .build()
          .dispatch(new byte[generation.longestInline()]);
      Message message = queue.receive();
      assertThat(message.payload()).hasSize(8191);
      assertThat(generation.decode(message.payload()).has(TaskFlag.TMPFILE)).isFalse();
      assertThat(spooled()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void oneByteMoreGoesToAFile(WireGeneration generation)
        throws IOException, InterruptedException {
      byte[] payload = new byte[generation.longestInline() + 1];
      payload[payload.length - 1] = 7;
      tasks(generation, ServerLayout.worker(0)).build().dispatch(payload);
      byte[] packet = queue.receive().payload();
      assertThat(packet).hasSize(generation.headerBytes() + generation.spillBytes());
      TaskPacket decoded = generation.decode(packet);
      assertThat(decoded.has(TaskFlag.TMPFILE)).isTrue();
      SpilledFile file = generation.decodeSpilled(decoded.data());
      assertThat(spooled()).containsExactly(Path.of(file.path().toString()));
      assertThat(Files.readAllBytes(spooled().get(0))).isEqualTo(payload);
      assertThat(file.length()).isEqualTo(payload.length);
    }

    @Test
    void serializedValueIsSpilledSerialized() throws IOException, InterruptedException {
      tasks().build().dispatch(List.of("y".repeat(9000)));
      assertThat(received().flags()).contains(TaskFlag.SERIALIZE, TaskFlag.TMPFILE);
      assertThat(Files.readString(spooled().get(0))).startsWith("a:1:{i:0;s:9000:\"yyy");
    }

    @Test
    void missingSpoolRefusesTheTask() {
      Path missing = spool.resolve("missing");
      TaskQueue tasks = tasks().spool(Spool.in(missing)).build();
      assertThatThrownBy(() -> tasks.dispatch(new byte[9000]))
          .isInstanceOf(SpoolException.class)
          .hasMessageContaining("9000 bytes cannot be spilled to " + missing);
      assertThat(queue.status().messages()).isZero();
    }

    @Test
    void fileGoesWhereTheQueueIsFull() throws IOException {
      queue.resize(100);
      assertThat(tasks().build().tryDispatch(new byte[9000])).isEmpty();
      assertThat(spooled()).isEmpty();
    }

    @Test
    void fileGoesWhereTheQueueIsRemoved() throws IOException {
      TaskQueue tasks = tasks().build();
      queue.remove();
      assertThatThrownBy(() -> tasks.dispatch(new byte[9000]))
          .isInstanceOf(IpcMissingException.class);
      assertThat(spooled()).isEmpty();
    }

    @Test
    void pathThatDoesNotFitRefusesTheTask() throws IOException {
      Path deep = Files.createDirectories(spool.resolve("x".repeat(200)));
      TaskQueue tasks =
          tasks(WireGeneration.V4_5_5, ServerLayout.worker(0)).spool(Spool.in(deep)).build();
      assertThatThrownBy(() -> tasks.dispatch(new byte[9000]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("takes 151");
      assertThat(deep).isEmptyDirectory();
      assertThat(queue.status().messages()).isZero();
    }
  }

  @Nested
  class Refusals {
    @Test
    void fullQueueIsSaidWithoutWaiting() {
      TaskQueue tasks = tasks().build();
      int sent = 0;
      while (tasks.tryDispatch(new byte[5000]).isPresent()) {
        sent++;
      }
      assertThat(sent).isEqualTo(3);
      assertThat(queue.status().messages()).isEqualTo(3);
    }

    @Test
    void queueSmallerThanThePacketIsSaidInsteadOfWaitingForEver() {
      queue.resize(50);
      assertThatThrownBy(() -> tasks().build().dispatch("0123456789A"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("holds 50 bytes, the packet has 51");
    }

    @Test
    void removedQueueIsSaid() {
      queue.remove();
      assertThatThrownBy(() -> tasks().build().dispatch("x"))
          .isInstanceOf(IpcMissingException.class)
          .hasMessageContaining("it does not exist");
    }

    @Test
    void valueWithoutAFormInPhpIsRefused() {
      assertThatThrownBy(() -> tasks().build().dispatch(new Object()))
          .isInstanceOf(SerializeValueException.class);
      assertThat(queue.status().messages()).isZero();
    }

    @Test
    void taskIdAboveItsFieldIsRefused() {
      TaskQueue.Builder tasks = tasks(WireGeneration.V4_5_5, ServerLayout.worker(0));
      assertThatThrownBy(() -> tasks.firstTaskId(1L << 31))
          .hasMessage("task id 2147483648 is not in 0..2147483647 (Swoole 4.5.5)");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65535})
    void sourceWorkerOutsideItsRangeIsRefused(int worker) {
      assertThatThrownBy(() -> tasks().sourceWorker(worker))
          .hasMessage("source worker " + worker + " is not in 0..65534");
    }

    @Test
    void flagsOfThePayloadCannotBeSet() {
      assertThatThrownBy(() -> tasks().flags(Set.of(TaskFlag.TMPFILE)))
          .hasMessage("TMPFILE follows from the payload");
    }
  }

  @Nested
  class Calling {
    @Test
    void answerOfTheWorkerComesBack() throws Exception {
      try (ReplyQueue replies = ReplyQueue.create();
          TaskWorker worker = answering(task -> Map.of("value", List.of(task, 2)))) {
        Object answer = tasks().replies(replies).build().call("job", Duration.ofSeconds(30));
        assertThat(answer).isEqualTo(PhpArray.ofValues("job", 2L));
        assertThat(worker.failed()).isZero();
      }
    }

    @Test
    void errorOfTheWorkerIsThrown() {
      try (ReplyQueue replies = ReplyQueue.create();
          TaskWorker worker = answering(task -> Map.of("error", "RuntimeException: no"))) {
        TaskQueue tasks = tasks().replies(replies).build();
        assertThatThrownBy(() -> tasks.call("job", Duration.ofSeconds(30)))
            .isInstanceOf(TaskCallException.class)
            .hasMessage("RuntimeException: no");
        assertThat(worker.failed()).isZero();
      }
    }

    @Test
    void silenceEndsInATimeout() {
      try (ReplyQueue replies = ReplyQueue.create()) {
        TaskQueue tasks = tasks().replies(replies).build();
        assertThatThrownBy(() -> tasks.call("job", Duration.ofMillis(20)))
            .isInstanceOf(TimeoutException.class)
            .hasMessage("no answer after PT0.02S");
        assertThat(queue.status().messages()).isEqualTo(1);
      }
    }

    @Test
    void fullQueueEndsInATimeoutThatSaysSo() {
      try (ReplyQueue replies = ReplyQueue.create()) {
        TaskQueue tasks = tasks().replies(replies).build();
        while (tasks.tryDispatch(new byte[200]).isPresent()) {
          // Until there is no room for a call either.
        }
        assertThatThrownBy(() -> tasks.call(new byte[200], Duration.ofMillis(20)))
            .isInstanceOf(TimeoutException.class)
            .hasMessageContaining("is full: the task was not dispatched");
      }
    }

    @Test
    void lateAnswerIsDroppedAndDoesNotFillTheQueue() throws Exception {
      try (ReplyQueue replies = ReplyQueue.create()) {
        MessageQueue answers = MessageQueue.open(replies.key());
        for (int i = 0; i < 100; i++) {
          answers.send(77, new byte[1000]);
        }
        try (TaskWorker worker = answering(task -> Map.of("value", 1))) {
          assertThat(tasks().replies(replies).build().call("x", Duration.ofSeconds(30)))
              .isEqualTo(1L);
          assertThat(worker.failed()).isZero();
        }
      }
    }

    @Test
    void closingRemovesTheQueue() {
      ReplyQueue replies = ReplyQueue.create();
      replies.close();
      replies.close();
      assertThat(MessageQueue.exists(replies.key())).isFalse();
    }

    @Test
    void callWaitsForRoomInAFullQueue() throws Exception {
      try (ReplyQueue replies = ReplyQueue.create()) {
        TaskQueue tasks = tasks().replies(replies).build();
        while (tasks.tryDispatch(new byte[200]).isPresent()) {
          // Until there is no room for a call either.
        }
        CompletableFuture<Object> answer =
            Background.get(() -> call(tasks, new byte[200], Duration.ofSeconds(30)));
        BlockedCalls.await("msgsnd", queue);
        while (queue.status().messages() > 1) {
          queue.receive();
        }
        try (TaskWorker worker = answering(task -> Map.of("value", 7))) {
          assertThat(answer.join()).isEqualTo(7L);
          assertThat(worker.poisoned()).isZero();
        }
      }
    }

    @Test
    void callMayWaitForTheLongestDuration() throws Exception {
      try (ReplyQueue replies = ReplyQueue.create();
          TaskWorker worker = answering(task -> Map.of("value", 7))) {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        assertThat(tasks().replies(replies).build().call("x", longest)).isEqualTo(7L);
        assertThat(worker.failed()).isZero();
      }
    }

    @Test
    void callOnARemovedReplyQueueDispatchesNothing() {
      ReplyQueue replies = ReplyQueue.create();
      MessageQueue.open(replies.key()).remove();
      TaskQueue tasks = tasks().replies(replies).build();
      assertThatThrownBy(() -> tasks.call("x", Duration.ofSeconds(30)))
          .isInstanceOf(TaskCallException.class)
          .hasMessage("the reply queue is removed");
      assertThat(queue.status().messages()).isZero();
    }

    @Test
    void replyQueueMayBelongToTheUserOfTheWorkers() {
      try (ReplyQueue replies = ReplyQueue.createFor(65534)) {
        MessageQueue made = MessageQueue.open(replies.key());
        assertThat(made.status().attributes().uid()).isEqualTo(65534);
        assertThat(made.status().attributes().mode()).isEqualTo(0600);
        assertThat(ReplyQueue.isMark(made.peek(0).orElseThrow())).isTrue();
      }
    }

    private static Object call(TaskQueue tasks, Object value, Duration timeout) {
      try {
        return tasks.call(value, timeout);
      } catch (InterruptedException | TimeoutException e) {
        throw new AssertionError(e);
      }
    }

    @Test
    void callNeedsAReplyQueue() {
      assertThatThrownBy(() -> tasks().build().call("x", Duration.ZERO))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("a call needs a reply queue");
    }

    private TaskWorker answering(Function<Object, Object> answer) {
      return TaskWorker.on(queue, GENERATION)
          .start(
              task -> {
                Map<?, ?> envelope = (Map<?, ?>) task.value();
                int key = ((Long) envelope.get("reply_key")).intValue();
                byte[] reply = PhpSerializer.standard().write(answer.apply(envelope.get("value")));
                MessageQueue.open(new IpcKey(key)).send((Long) envelope.get("reply_type"), reply);
              });
    }
  }

  @Nested
  class OldClass {
    @Test
    void dispatchesWithItsOwnNames() throws InterruptedException {
      SwooleTask task = new SwooleTask(queue, 2, GENERATION);
      assertThat(task.dispatch("hello")).isTrue();
      Message message = queue.receive();
      assertThat(message.type()).isEqualTo(3);
      assertThat(GENERATION.decode(message.payload()).data()).isEqualTo("hello".getBytes(UTF_8));
    }

    @Test
    void constantsAreThoseOfTheWire() {
      assertThat(SwooleTask.SW_TASK_TMPFILE).isEqualTo(1);
      assertThat(SwooleTask.SW_TASK_SERIALIZE).isEqualTo(2);
      assertThat(SwooleTask.SW_TASK_NONBLOCK).isEqualTo(4);
      assertThat(SwooleTask.SW_EVENT_TASK).isEqualTo(7);
    }

    @Test
    void refusalOfTheKernelIsFalse() throws InterruptedException {
      SwooleTask task = new SwooleTask(queue, 2, GENERATION);
      queue.remove();
      assertThat(task.dispatch("hello")).isFalse();
    }

    @Test
    void queueIsMadeWhereThereIsNone() throws InterruptedException {
      var key = kernel.freeKey();
      new SwooleTask(key.value(), 0, "5.1.3").dispatch("x");
      MessageQueue made = MessageQueue.open(key);
      assertThat(made.status().attributes().mode()).isEqualTo(0666);
      assertThat(WireGeneration.detect(made.receive().payload()).only())
          .contains(WireGeneration.V4_8_0);
    }
  }

  private TaskPacket received() throws InterruptedException {
    return GENERATION.decode(queue.receive().payload());
  }

  private TaskQueue.Builder tasks() {
    return tasks(GENERATION, ServerLayout.worker(0));
  }

  private TaskQueue.Builder tasks(WireGeneration generation, ServerLayout server) {
    return TaskQueue.on(queue, generation, server).spool(Spool.in(spool));
  }

  private List<Path> spooled() throws IOException {
    try (Stream<Path> files = Files.list(spool)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
