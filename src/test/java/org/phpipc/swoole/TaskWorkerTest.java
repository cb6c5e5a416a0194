package org.phpipc.swoole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.reliable.ReliableConsumer.NotNowException;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpString;
import org.phpipc.serialize.ReadLimits;
import org.phpipc.sysv.IpcMissingException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.BlockedCalls;
import org.phpipc.testing.KernelObjects;

/** Tasks that are taken, tasks that are not, and that none is lost. */
class TaskWorkerTest {
  private static final WireGeneration GENERATION = WireGeneration.V6_1_0;

  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path folder;
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
  private MessageQueue queue;
  private Path spool;

  /** Puts what is reported beside what was handled. */
  private final TaskListener recording =
      new TaskListener() {
        @Override
        public void failed(Task task, Throwable error) {
          seen.add(error);
        }

        @Override
        public void poisoned(PoisonPacket packet) {
          seen.add(packet);
        }

        @Override
        public void stranded(Message message, RuntimeException reason, Optional<Path> file) {
          seen.add(message);
          file.ifPresent(seen::add);
        }

        @Override
        public void ended(RuntimeException reason) {
          seen.add(reason);
        }
      };

  @BeforeEach
  void makeQueue() throws IOException {
    queue = kernel.queue();
    spool = Files.createDirectory(folder.resolve("spool"));
  }

  @ParameterizedTest
  @EnumSource
  void taskIsHandedOver(WireGeneration generation) throws Exception {
    TaskQueue.on(queue, generation, ServerLayout.worker(9))
        .sourceWorker(3)
        .firstTaskId(41)
        .build()
        .dispatch(Map.of("a", 1));
    try (TaskWorker worker = TaskWorker.on(queue, generation).start(seen::add)) {
      Task task = (Task) take();
      assertThat(task.id()).isEqualTo(41);
      assertThat(task.sourceWorker()).isEqualTo(3);
      assertThat(task.value()).isEqualTo(Map.of("a", 1L));
      assertThat(task.flags()).contains(TaskFlag.NONBLOCK, TaskFlag.SERIALIZE);
      finish(worker);
      assertThat(worker.handled()).isEqualTo(1);
    }
  }

  @Test
  void stringIsTextWhereItIsUtf8() throws Exception {
    try (TaskWorker worker = start(1)) {
      tasks().dispatch("Größe");
      tasks().dispatch(new byte[] {(byte) 0xff});
      assertThat(value()).isEqualTo("Größe");
      assertThat(value()).isEqualTo(PhpString.of(new byte[] {(byte) 0xff}));
      assertThat(worker.poisoned()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8150, 8151, 8152, 1 << 20, 64 << 20})
  void payloadOfAnySizeArrivesAndItsFileGoes(int size) throws Exception {
    byte[] payload = new byte[size];
    payload[size - 1] = (byte) 0xfe;
    tasks().dispatch(payload);
    assertThat(spooled()).hasSize(size > GENERATION.longestInline() ? 1 : 0);
    try (TaskWorker worker = start(1)) {
      assertThat(value()).isEqualTo(PhpString.of(payload));
      assertThat(spooled()).isEmpty();
      assertThat(worker.poisoned()).isZero();
    }
  }

  @Test
  void fileStaysWhereTheTaskSaysPeek() throws Exception {
    builder(GENERATION).flags(Set.of(TaskFlag.PEEK)).build().dispatch(new byte[9000]);
    try (TaskWorker worker = start(1)) {
      assertThat(value()).isEqualTo("\0".repeat(9000));
      assertThat(worker.poisoned()).isZero();
    }
    assertThat(spooled()).hasSize(1);
  }

  @Test
  void onlyTheGivenTypeIsTaken() throws Exception {
    TaskQueue all = TaskQueue.on(queue, GENERATION, ServerLayout.msgqueue(4, 2)).build();
    all.dispatch("for 5", 0);
    all.dispatch("for 6", 1);
    try (TaskWorker worker = TaskWorker.on(queue, GENERATION).type(6).start(seen::add)) {
      assertThat(value()).isEqualTo("for 6");
      assertThat(worker.poisoned()).isZero();
    }
    assertThat(queue.status().messages()).isEqualTo(1);
  }

  @Test
  void asManyTasksRunAtATimeAsThereAreThreads() throws Exception {
    CyclicBarrier allThree = new CyclicBarrier(3);
    try (TaskWorker worker =
        TaskWorker.on(queue, GENERATION)
            .threads(3)
            .start(task -> seen.add(allThree.await(30, TimeUnit.SECONDS)))) {
      for (int i = 0; i < 3; i++) {
        tasks().dispatch("x");
      }
      assertThat(List.of(take(), take(), take())).containsExactlyInAnyOrder(0, 1, 2);
      assertThat(worker.failed()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void everyOfTenThousandTasksIsHandledOnce(int threads) throws Exception {
    Set<Object> values = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(10_000);
    try (TaskWorker worker =
        TaskWorker.on(queue, GENERATION)
            .threads(threads)
            .start(
                task -> {
                  values.add(task.value());
                  all.countDown();
                })) {
      TaskQueue tasks = tasks();
      for (int n = 0; n < 10_000; n++) {
        tasks.dispatch(n);
      }
      assertThat(all.await(50, TimeUnit.SECONDS)).isTrue();
      finish(worker);
      assertThat(worker.handled()).isEqualTo(10_000);
      assertThat(values).hasSize(10_000);
    }
  }

  @Nested
  class Failing {
    @Test
    void handlerThatThrowsIsReportedAndTheNextTaskIsHandled() throws Exception {
      try (TaskWorker worker =
          on(GENERATION)
              .start(
                  task -> {
                    if (task.value().equals("exception")) {
                      throw new IOException("of the handler");
                    } else if (task.value().equals("error")) {
                      throw new StackOverflowError();
                    }
                    seen.add(task);
                  })) {
        tasks().dispatch("exception");
        tasks().dispatch("error");
        tasks().dispatch("fine");
        assertThat(take()).isInstanceOf(IOException.class);
        assertThat(take()).isInstanceOf(StackOverflowError.class);
        assertThat(value()).isEqualTo("fine");
        finish(worker);
        assertThat(worker.failed()).isEqualTo(2);
        assertThat(worker.handled()).isEqualTo(1);
      }
    }

    @Test
    void listenerThatThrowsDoesNotEndTheWorker() throws Exception {
      TaskListener throwing =
          new TaskListener() {
            @Override
            public void poisoned(PoisonPacket packet) {
              throw new IllegalStateException("of the listener");
            }
          };
      try (TaskWorker worker =
          TaskWorker.on(queue, GENERATION).listener(throwing).start(seen::add)) {
        queue.send(1, new byte[5]);
        tasks().dispatch("fine");
        assertThat(value()).isEqualTo("fine");
        assertThat(worker.poisoned()).isEqualTo(1);
      }
    }
  }

  @Nested
  class Poison {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 39, 41, 8192})
    void bytesThatAreNoPacketAreReportedAndTheNextTaskIsHandled(int size) throws Exception {
      Message message = new Message(5, "?".repeat(size).getBytes(UTF_8));
      try (TaskWorker worker = start(1)) {
        queue.send(5, message.payload());
        tasks().dispatch("fine");
        PoisonPacket poison = (PoisonPacket) take();
        assertThat(poison.message()).isEqualTo(message);
        assertThat(poison.reason()).isInstanceOf(TaskPacketException.class);
        assertThat(value()).isEqualTo("fine");
        assertThat(worker.poisoned()).isEqualTo(1);
      }
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISH", "PIPE_MESSAGE"})
    void otherEventsAreNoTasks(TaskEvent event) throws Exception {
      assertPoison(new TaskPacket(event, 1, 0, 0, 0, new byte[1]), "the event is " + event);
    }

    @Test
    void valueThatIsBrokenIsPoison() throws Exception {
      assertPoison(task(TaskFlag.SERIALIZE.bit(), "a:1:{i:0;x}"), "offset 9");
    }

    @Test
    void valueAboveTheReadLimitIsPoison() throws Exception {
      PhpSerializer strict =
          PhpSerializer.builder().limits(ReadLimits.standard().withElements(3)).build();
      try (TaskWorker worker = on(GENERATION).serializer(strict).start(seen::add)) {
        tasks().dispatch(List.of(1, 2, 3, 4));
        tasks().dispatch(List.of(1, 2, 3));
        assertThat(take()).isInstanceOf(PoisonPacket.class);
        assertThat(take()).isInstanceOf(Task.class);
        assertThat(worker.poisoned()).isEqualTo(1);
      }
    }

    @Test
    void namingAFileOutsideTheSpoolReadsAndDeletesNothing() throws Exception {
      Path secret = Files.writeString(folder.resolve("secret"), "secret");
      for (String path : List.of("/etc/passwd", secret.toString())) {
        SpilledFile file = new SpilledFile(Files.size(Path.of(path)), PhpString.of(path));
        byte[] data = GENERATION.encodeSpilled(file);
        TaskPacket packet = new TaskPacket(TaskEvent.TASK, 1, 0, TaskFlag.TMPFILE.bit(), 0, data);
        assertPoison(packet, "it is not directly inside " + spool);
        assertThat(Path.of(path)).exists();
      }
    }

    @Test
    void missingFileIsPoison() throws Exception {
      tasks().dispatch(new byte[9000]);
      Files.delete(spooled().get(0));
      try (TaskWorker worker = start(1)) {
        assertThat(((PoisonPacket) take()).reason()).hasMessageContaining("cannot be had");
        assertThat(worker.handled()).isZero();
      }
    }

    @Test
    void fileOfABrokenValueStays() throws Exception {
      SpilledFile file = Spool.in(spool).write("a:1:{".getBytes(UTF_8));
      int flags = TaskFlag.TMPFILE.bit() | TaskFlag.SERIALIZE.bit();
      byte[] data = GENERATION.encodeSpilled(file);
      assertPoison(new TaskPacket(TaskEvent.TASK, 1, 0, flags, 0, data), "offset");
      assertThat(spooled()).hasSize(1);
    }

    @Test
    void bytesAreKeptInTheDirectoryForThem() throws Exception {
      Path letters = Files.createDirectory(folder.resolve("letters"));
      try (TaskWorker worker = on(GENERATION).deadLetters(letters).start(seen::add)) {
        queue.send(5, "poison".getBytes(UTF_8));
        Path kept = ((PoisonPacket) take()).file().orElseThrow();
        assertThat(kept.getParent()).isEqualTo(letters);
        assertThat(kept.getFileName().toString()).startsWith("task-type5-").endsWith(".packet");
        assertThat(kept).hasContent("poison");
        assertThat(worker.poisoned()).isEqualTo(1);
      }
    }

    @Test
    void whatCannotBeKeptIsStillReported() throws Exception {
      Path missing = folder.resolve("missing");
      try (TaskWorker worker = on(GENERATION).deadLetters(missing).start(seen::add)) {
        Files.delete(missing);
        queue.send(5, "poison".getBytes(UTF_8));
        PoisonPacket poison = (PoisonPacket) take();
        assertThat(poison.file()).isEmpty();
        assertThat(poison.reason().getSuppressed()).hasSize(1);
        assertThat(worker.poisoned()).isEqualTo(1);
      }
    }

    private void assertPoison(TaskPacket packet, String reason) throws Exception {
      try (TaskWorker worker = start(1)) {
        byte[] bytes = GENERATION.encode(packet);
        queue.send(1, bytes);
        PoisonPacket poison = (PoisonPacket) take();
        assertThat(poison.message().payload()).isEqualTo(bytes);
        assertThat(poison.reason()).hasMessageContaining(reason);
        assertThat(worker.handled()).isZero();
      }
    }
  }

  @Nested
  class OfAnotherSetting {
    @Test
    void tasksOfAnotherGenerationStayAndItIsNamed() throws Exception {
      for (int n = 0; n < 8; n++) {
        builder(WireGeneration.V4_6_7).build().dispatch(n);
      }
      try (TaskWorker worker = start(2)) {
        assertThat(take())
            .isInstanceOf(TaskMisfitException.class)
            .asString()
            .contains("of Swoole 4.6.7 to 4.7.1, not of Swoole 6.1.0 to 6.2");
        worker.join();
        assertThat(worker.poisoned()).isZero();
      }
      assertThat(queue.status().messages()).isEqualTo(8);
    }

    @Test
    void oneTaskOfAnotherGenerationAmongThoseThatFitIsPoisonThatNamesIt() throws Exception {
      builder(WireGeneration.V4_6_7).build().dispatch("old");
      tasks().dispatch("fits");
      try (TaskWorker worker = start(1)) {
        assertThat(((PoisonPacket) take()).reason())
            .hasMessageContaining("it is a task of Swoole 4.6.7 to 4.7.1");
        assertThat(value()).isEqualTo("fits");
        assertThat(worker.poisoned()).isEqualTo(1);
      }
    }

    @ParameterizedTest
    @EnumSource(names = {"V4_8_0", "V6_1_0"})
    void generationsSince48RunTasksOfOneAnother(WireGeneration reading) throws Exception {
      builder(WireGeneration.V4_8_0).build().dispatch("4.8");
      builder(WireGeneration.V6_1_0).build().dispatch("6.1");
      try (TaskWorker worker = on(reading).start(seen::add)) {
        assertThat(value()).isEqualTo("4.8");
        assertThat(value()).isEqualTo("6.1");
        assertThat(worker.poisoned()).isZero();
      }
    }

    @Test
    void tasksWithFilesInAnotherDirectoryStay() throws Exception {
      Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
      TaskQueue tasks = builder(GENERATION).spool(Spool.in(elsewhere)).build();
      tasks.dispatch("small");
      tasks.dispatch(new byte[9000]);
      tasks.dispatch(new byte[9000]);
      try (TaskWorker worker = start(1)) {
        assertThat(value()).isEqualTo("small");
        assertThat(take()).asString().contains("their files are in " + elsewhere);
        worker.join();
        assertThat(worker.poisoned()).isZero();
      }
      assertThat(queue.status().messages()).isEqualTo(2);
      assertThat(elsewhere).isDirectoryContaining(file -> true);
    }
  }

  @Nested
  class InABadState {
    @Test
    void largeTaskAfterAHandlerThatInterruptsItsThreadIsHandled() throws Exception {
      tasks().dispatch("first");
      tasks().dispatch("x".repeat(9000));
      try (TaskWorker worker =
          on(GENERATION)
              .start(
                  task -> {
                    seen.add(task);
                    Thread.currentThread().interrupt();
                  })) {
        assertThat(value()).isEqualTo("first");
        assertThat(value()).isEqualTo("x".repeat(9000));
        assertThat(worker.poisoned()).isZero();
      }
    }

    @Test
    void taskWhoseDirectoryIsAwayIsTriedAgain() throws Exception {
      tasks().dispatch("x".repeat(9000));
      Path away = folder.resolve("away");
      Files.move(spool, away);
      try (TaskWorker worker = start(1)) {
        while (queue.status().messages() > 0) {
          Thread.onSpinWait();
        }
        Files.move(away, spool);
        assertThat(value()).isEqualTo("x".repeat(9000));
        assertThat(worker.poisoned()).isZero();
      }
    }

    @Test
    void taskThatCannotBeReadGoesBackWhereTheWorkerIsStopped() throws Exception {
      tasks().dispatch("x".repeat(9000));
      byte[] packet = queue.peek(0).orElseThrow().payload();
      Files.move(spool, folder.resolve("away"));
      try (TaskWorker worker = start(1)) {
        while (queue.status().messages() > 0) {
          Thread.onSpinWait();
        }
        finish(worker);
        assertThat(worker.poisoned()).isZero();
      }
      assertThat(queue.receive().payload()).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 9000})
    void taskThatItsHandlerCannotHandleNowGoesBackAndTheWorkerEnds(int size) throws Exception {
      tasks().dispatch("x".repeat(size));
      Message message = queue.peek(0).orElseThrow();
      RuntimeException reason = new IllegalStateException("no database");
      try (TaskWorker worker =
          on(GENERATION)
              .start(
                  task -> {
                    Thread.currentThread().interrupt();
                    throw new NotNowException(reason);
                  })) {
        assertThat(take()).isSameAs(reason);
        worker.join();
        assertThat(worker.failed() + worker.poisoned()).isZero();
      }
      assertThat(queue.peek(0)).contains(message);
      try (TaskWorker worker = start(1)) {
        assertThat(value()).isEqualTo("x".repeat(size));
        assertThat(worker.poisoned()).isZero();
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 9000})
    void taskGoesBackToAFullQueueWhenThereIsRoomAgain(int size) throws Exception {
      tasks().dispatch("x".repeat(size));
      Message message = queue.peek(0).orElseThrow();
      RuntimeException reason = new IllegalStateException("no database");
      try (TaskWorker worker = on(GENERATION).start(task -> fillAndThrow(reason))) {
        BlockedCalls.await("msgsnd", queue);
        workerThread().interrupt();
        BlockedCalls.await("msgsnd", queue);
        Message last = message;
        while (!worker.join(Duration.ofMillis(1)) || queue.status().messages() > 0) {
          last = queue.tryReceive().orElse(last);
        }
        assertThat(last).isEqualTo(message);
        assertThat(take()).isSameAs(reason);
        assertThat(worker.poisoned()).isZero();
      }
      assertThat(spooled()).hasSize(size > GENERATION.longestInline() ? 1 : 0);
    }

    @Test
    void taskWhoseQueueIsGoneIsReportedAndKept() throws Exception {
      tasks().dispatch("x");
      Message message = queue.peek(0).orElseThrow();
      RuntimeException reason = new IllegalStateException("no database");
      Path letters = folder.resolve("letters");
      try (TaskWorker worker =
          on(GENERATION).deadLetters(letters).start(task -> fillAndThrow(reason))) {
        BlockedCalls.await("msgsnd", queue);
        queue.remove();
        assertThat(take()).isEqualTo(message);
        assertThat(reason.getSuppressed()).singleElement().isInstanceOf(IpcMissingException.class);
        assertThat((Path) take()).hasBinaryContent(message.payload());
        assertThat(worker.poisoned()).isZero();
      }
    }

    private void fillAndThrow(RuntimeException reason) {
      while (queue.trySend(99, new byte[1000])) {}
      while (queue.trySend(99, new byte[1])) {}
      throw new NotNowException(reason);
    }

    private Thread workerThread() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().endsWith(queue.toString()))
          .findFirst()
          .orElseThrow();
    }

    @Test
    void listenerThatThrowsAnErrorEndsNoThread() throws Exception {
      TaskListener throwing =
          new TaskListener() {
            @Override
            public void poisoned(PoisonPacket packet) {
              throw new AssertionError("of the listener");
            }
          };
      try (TaskWorker worker =
          TaskWorker.on(queue, GENERATION).listener(throwing).start(seen::add)) {
        queue.send(1, new byte[5]);
        tasks().dispatch("good");
        assertThat(value()).isEqualTo("good");
        finish(worker);
        assertThat(worker.handled()).isEqualTo(1);
      }
    }
  }

  @Nested
  class AtLeastOnce {
    @Test
    void fileStaysUntilTheTaskWasHandled() throws Exception {
      tasks().dispatch("x".repeat(9000));
      try (ReliableTaskConsumer consumer = consumer()) {
        consumer.handleNext(task -> assertThat(spooled()).hasSize(1));
      }
      assertThat(spooled()).isEmpty();
    }

    @Test
    void taskInHandIsTheNextConsumers() throws Exception {
      tasks().dispatch("x".repeat(9000));
      try (ReliableTaskConsumer consumer = consumer()) {
        consumer.handleNext(
            task -> {
              throw new InterruptedException();
            });
      } catch (InterruptedException e) {
        assertThat(queue.status().messages()).isZero();
      }
      try (ReliableTaskConsumer consumer = consumer()) {
        assertThat(consumer.handleNext(seen::add).tries()).isEqualTo(2);
      }
      assertThat(value()).isEqualTo("x".repeat(9000));
    }

    @Test
    void taskThatCannotBeReadNowCostsNoTry() throws Exception {
      tasks().dispatch("x".repeat(9000));
      Path away = folder.resolve("away");
      Files.move(spool, away);
      try (ReliableTaskConsumer consumer = consumer()) {
        assertThatThrownBy(() -> consumer.handleNext(seen::add)).isInstanceOf(SpoolException.class);
        Files.move(away, spool);
        assertThat(consumer.handleNext(seen::add).tries()).isEqualTo(1);
      }
      assertThat(value()).isEqualTo("x".repeat(9000));
    }

    private ReliableTaskConsumer consumer() throws IOException {
      TaskReader reader = TaskReader.of(GENERATION).withSpool(Spool.in(spool));
      return ReliableTaskConsumer.open(queue, 0, reader, 2, folder.resolve("journal"));
    }
  }

  @Nested
  class Stopping {
    @Test
    void idleWorkerStopsAndTakesNothingAfterwards() throws Exception {
      TaskWorker worker = start(4);
      BlockedCalls.await("msgrcv", queue);
      finish(worker);
      tasks().dispatch("after the stop");
      tasks().dispatch("another");
      assertThat(queue.receive().payload()).endsWith("after the stop".getBytes(UTF_8));
      assertThat(queue.receive().payload()).endsWith("another".getBytes(UTF_8));
      assertThat(seen).isEmpty();
    }

    @Test
    void noThreadStaysBehind() throws Exception {
      TaskWorker worker = start(2);
      BlockedCalls.await("msgrcv", queue);
      List<Thread> threads = workerThreads();
      assertThat(threads).hasSize(2);
      finish(worker);
      for (Thread thread : threads) {
        thread.join();
      }
    }

    private List<Thread> workerThreads() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().endsWith(queue.toString()))
          .toList();
    }

    @Test
    void runningTaskIsFinishedAndTheRestStays() throws Exception {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      TaskWorker worker =
          on(GENERATION)
              .start(
                  task -> {
                    begun.countDown();
                    mayEnd.await();
                  });
      tasks().dispatch("first");
      tasks().dispatch("second");
      begun.await();
      worker.stop();
      assertThat(worker.join(Duration.ofMillis(1))).isFalse();
      mayEnd.countDown();
      worker.join();
      assertThat(worker.handled()).isEqualTo(1);
      assertThat(queue.status().messages()).isEqualTo(1);
    }

    @Test
    void handlerMayStopItsWorker() throws Exception {
      for (int i = 0; i < 3; i++) {
        tasks().dispatch(i);
      }
      TaskWorker[] self = new TaskWorker[1];
      CountDownLatch known = new CountDownLatch(1);
      self[0] =
          on(GENERATION)
              .start(
                  task -> {
                    known.await();
                    self[0].stop();
                  });
      known.countDown();
      self[0].join();
      assertThat(self[0].handled()).isEqualTo(1);
      assertThat(queue.status().messages()).isEqualTo(2);
    }

    @Test
    void removedQueueEndsTheWorkerAndIsReported() throws Exception {
      TaskWorker worker = start(3);
      BlockedCalls.await("msgrcv", queue);
      queue.remove();
      worker.join();
      assertThat(take()).isInstanceOf(IpcMissingException.class);
      assertThat(seen).isEmpty();
    }

    @Test
    void workersInTurnLoseNothing() throws Exception {
      Set<Object> values = ConcurrentHashMap.newKeySet();
      TaskQueue tasks = tasks();
      long handled = 0;
      for (int n = 0; n < 2000; n++) {
        tasks.dispatch(n);
        if (n % 50 == 49) {
          CountDownLatch some = new CountDownLatch(20);
          try (TaskWorker worker =
              on(GENERATION)
                  .threads(3)
                  .start(
                      task -> {
                        values.add(task.value());
                        some.countDown();
                      })) {
            some.await();
            finish(worker);
            handled += worker.handled();
          }
        }
      }
      handled += queue.status().messages();
      assertThat(handled).isEqualTo(2000);
      while (queue.status().messages() > 0) {
        values.add(
            PhpSerializer.standard().read(GENERATION.decode(queue.receive().payload()).data()));
      }
      assertThat(values).hasSize(2000);
    }
  }

  private static void finish(TaskWorker worker) throws InterruptedException {
    worker.stop();
    worker.join();
  }

  private Object take() throws InterruptedException {
    Object next = seen.poll(30, TimeUnit.SECONDS);
    assertThat(next).describedAs("something within 30 seconds").isNotNull();
    return next;
  }

  private Object value() throws InterruptedException {
    return ((Task) take()).value();
  }

  private static TaskPacket task(int flags, String data) {
    return new TaskPacket(TaskEvent.TASK, 1, 0, flags, 0, data.getBytes(UTF_8));
  }

  private TaskQueue tasks() {
    return builder(GENERATION).build();
  }

  private TaskQueue.Builder builder(WireGeneration generation) {
    return TaskQueue.on(queue, generation, ServerLayout.worker(0)).spool(Spool.in(spool));
  }

  private TaskWorker.Builder on(WireGeneration generation) {
    return TaskWorker.on(queue, generation).spool(Spool.in(spool)).listener(recording);
  }

  private TaskWorker start(int threads) {
    return on(GENERATION).threads(threads).start(seen::add);
  }

  private List<Path> spooled() throws IOException {
    try (Stream<Path> files = Files.list(spool)) {
      return files.toList();
    }
  }
}
