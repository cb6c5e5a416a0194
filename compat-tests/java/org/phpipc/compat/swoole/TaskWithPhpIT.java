package org.phpipc.compat.swoole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.phpipc.serialize.PhpArray;
import org.phpipc.swoole.PoisonPacket;
import org.phpipc.swoole.ReplyQueue;
import org.phpipc.swoole.ServerLayout;
import org.phpipc.swoole.Spool;
import org.phpipc.swoole.TaskCallException;
import org.phpipc.swoole.TaskListener;
import org.phpipc.swoole.TaskQueue;
import org.phpipc.swoole.TaskWorker;
import org.phpipc.swoole.WireGeneration;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;
import org.phpipc.testing.Unprivileged;

/** Task packets of every generation between Java and a PHP that has only pack and unpack. */
class TaskWithPhpIT {
  private static final WireGeneration NEWEST = WireGeneration.V6_1_0;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path spool;
  private MessageQueue queue;

  @BeforeEach
  void shareOneQueue() {
    IpcKey key = kernel.freeKey();
    queue = MessageQueue.create(key);
    php.run("require_once 'php-interop/packets.php'; require_once 'php-interop/answer.php';");
    php.run("$q = msg_get_queue(" + key.value() + "); $spool = '" + spool + "';");
  }

  /** Around the longest payload that stays in the packet, and far above. */
  static Stream<Arguments> sizes() {
    Stream<Arguments> boundaries =
        Arrays.stream(WireGeneration.values())
            .flatMap(
                generation ->
                    Stream.of(-1, 0, 1)
                        .map(more -> Arguments.of(generation, generation.longestInline() + more)));
    Stream<Arguments> large = Stream.of(1 << 20, 64 << 20).map(size -> Arguments.of(NEWEST, size));
    return Stream.concat(boundaries, large);
  }

  @ParameterizedTest
  @EnumSource
  void phpReadsWhatJavaDispatches(WireGeneration generation)
      throws IOException, InterruptedException {
    TaskQueue tasks = tasks(generation).sourceWorker(3).firstTaskId(41).build();
    tasks.dispatch("hello", 1);
    tasks.dispatch(Map.of("a", List.of(1, true)), 1);
    String receive = "(function () use ($q) { msg_receive($q, 4, $t, 8192, $p, false);";
    String parse = " return Packets\\parse('" + generation.version() + "', $p); })()";
    int outside = generation.outsideFlags().stream().mapToInt(flag -> flag.bit()).sum();
    assertThat(php.call(receive + parse).read()).isEqualTo(packet(41, outside, "hello"));
    PhpArray value = new PhpArray();
    value.put("a", PhpArray.ofValues(1L, true));
    assertThat(php.call(receive + parse).read()).isEqualTo(packet(42, outside | 2, value));
  }

  private static Map<Object, Object> packet(long id, long flags, Object value) {
    return Map.of(
        "id", id, "worker", 3L, "task", true, "flags", flags, "whole", true, "value", value);
  }

  @ParameterizedTest
  @EnumSource
  void javaHandlesWhatPhpDispatches(WireGeneration generation) throws Exception {
    php.run(sending(generation, "'Größe'"));
    php.run(sending(generation, "['a' => [1, true, null], 'b' => 1.5]"));
    Object value = php.call("['a' => [1, true, null], 'b' => 1.5]").read();
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    try (TaskWorker worker = worker(generation, seen)) {
      assertThat(next(seen)).isEqualTo("Größe");
      assertThat(next(seen)).isEqualTo(value);
      assertThat(worker.poisoned()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void payloadOfJavaArrivesInPhp(WireGeneration generation, int size)
      throws IOException, InterruptedException {
    byte[] payload = new byte[size];
    payload[size - 1] = 'z';
    tasks(generation).build().dispatch(payload);
    assertThat(
            php.call(
                    "(function () use ($q) { msg_receive($q, 0, $t, 8192, $p, false);"
                        + " $parsed = Packets\\parse('"
                        + generation.version()
                        + "', $p); return [strlen($p) < 8192, $parsed['whole'],"
                        + " strlen($parsed['value']), md5($parsed['value'])]; })()")
                .read())
        .isEqualTo(
            PhpArray.ofValues(
                true, true, (long) size, md5("str_repeat(\"\\0\", " + (size - 1) + ") . 'z'")));
    assertThat(spool).isEmptyDirectory();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void payloadOfPhpArrivesInJava(WireGeneration generation, int size) throws Exception {
    php.run(sending(generation, "str_repeat('y', " + size + ")"));
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    try (TaskWorker worker = worker(generation, seen)) {
      assertThat(next(seen).equals("y".repeat(size))).isTrue();
      assertThat(worker.poisoned()).isZero();
    }
    assertThat(spool).isEmptyDirectory();
  }

  @Test
  void packetOfTheOldClassIsHandled() throws Exception {
    php.run(
        "msg_send($q, 1, pack('lSsCCS', 5, 5, 0, 7, 0, 4) . 'hello', false);"
            + " $d = serialize([1]); msg_send($q, 1, pack('lSsCCS', 6, strlen($d), 0, 7, 0, 6) . $d,"
            + " false);");
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    try (TaskWorker worker = worker(WireGeneration.V1_8_7, seen)) {
      assertThat(next(seen)).isEqualTo("hello");
      assertThat(next(seen)).isEqualTo(PhpArray.ofValues(1L));
      assertThat(worker.handled()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void phpThatNamesAForeignFileGetsNothing() throws Exception {
    byte[] before = Files.readAllBytes(Path.of("/etc/passwd"));
    php.run(
        "$d = pack('qa256', filesize('/etc/passwd'), '/etc/passwd');"
            + " msg_send($q, 1, pack('qQLsCCSSLd', 1, 0, 264, 0, 8, 0, 0, 5, 0, 0) . $d, false);");
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    try (TaskWorker worker = worker(NEWEST, seen)) {
      assertThat(next(seen).toString()).contains("it is not directly inside " + spool);
      assertThat(worker.handled()).isZero();
    }
    assertThat(Files.readAllBytes(Path.of("/etc/passwd"))).isEqualTo(before);
  }

  @Test
  void callIsAnsweredByPhp() throws Exception {
    try (ReplyQueue replies = ReplyQueue.create()) {
      TaskQueue tasks = tasks(NEWEST).replies(replies).build();
      CompletableFuture<Outcome> answer = answering("fn ($value) => array_sum($value)");
      assertThat(tasks.call(List.of(1, 2, 39), PATIENCE)).isEqualTo(42L);
      assertThat(answer.join().read()).isEqualTo(true);
    }
  }

  @Test
  void exceptionInPhpIsThrownInJava() {
    try (ReplyQueue replies = ReplyQueue.create()) {
      TaskQueue tasks = tasks(NEWEST).replies(replies).build();
      CompletableFuture<Outcome> answer =
          answering("function ($value) { throw new DomainException('no ' . $value); }");
      assertThatThrownBy(() -> tasks.call("luck", PATIENCE))
          .isInstanceOf(TaskCallException.class)
          .hasMessage("DomainException: no luck");
      assertThat(answer.join().read()).isEqualTo(true);
    }
  }

  @Test
  void answerAboveTheKernelsLimitComesThroughAFile() throws Exception {
    try (ReplyQueue replies = ReplyQueue.create()) {
      TaskQueue tasks = tasks(NEWEST).replies(replies).build();
      CompletableFuture<Outcome> answer = answering("fn ($value) => str_repeat('x', $value)");
      assertThat(tasks.call(100_000, PATIENCE)).isEqualTo("x".repeat(100_000));
      assertThat(answer.join().read()).isEqualTo(true);
      assertThat(spool).isEmptyDirectory();
    }
  }

  @Test
  void answerThatIsRefusedIsLogged() throws Exception {
    Path log = spool.resolve("log");
    IpcKey gone = kernel.freeKey();
    php.run("ini_set('error_log', '" + log + "');");
    php.run(
        "phpipc_answer(['reply_key' => "
            + gone.value()
            + ", 'reply_type' => 1, 'value' => 0], fn ($value) => 1);");
    php.run("ini_restore('error_log');");
    assertThat(Files.readString(log)).contains("No such file or directory");
  }

  @Test
  void answerForACallerThatIsGoneMakesNoQueue() {
    IpcKey gone = kernel.freeKey();
    assertThat(
            php.call(
                    "phpipc_answer(['reply_key' => "
                        + gone.value()
                        + ", 'reply_type' => 1, 'value' => 0], fn ($value) => 1)")
                .read())
        .isEqualTo(false);
    assertThat(MessageQueue.exists(gone)).isFalse();
  }

  @Test
  void answersForADeadCallerAreNotWaitedFor() throws Exception {
    IpcKey key = kernel.freeKey();
    MessageQueue replies = kernel.owned(MessageQueue.create(key));
    Process ended = new ProcessBuilder("php", "-r", receiveOne(key)).start();
    replies.send(1, new byte[1]);
    assertThat(ended.waitFor()).isZero();
    while (replies.trySend(2, new byte[1000])) {
      // Until it is full.
    }
    String answer =
        "phpipc_answer(['reply_key' => "
            + key.value()
            + ", 'reply_type' => 1, 'value' => 0], fn ($value) => str_repeat('x', 4000))";
    String slept = "array_sum(array_map(fn () => (int) " + answer + ", range(1, 60)))";
    assertThat(php.call("[" + slept + ", phpipc_has_reader(msg_get_queue(" + key.value() + "))]"))
        .extracting(Outcome::read)
        .isEqualTo(PhpArray.ofValues(0L, false));
  }

  private static String receiveOne(IpcKey key) {
    return "msg_receive(msg_get_queue(" + key.value() + "), 0, $t, 100, $m, false) || exit(1);";
  }

  @Test
  void workerOfAnotherUserIsNamedWhereItCannotAnswer() throws Exception {
    assumeTrue(Unprivileged.isRoot(), "another user takes the task: root can become one");
    queue.change(rights -> rights.withMode(0666));
    try (ReplyQueue replies = ReplyQueue.create()) {
      TaskQueue tasks = tasks(NEWEST).replies(replies).build();
      int key = queue.status().key().value();
      Process worker =
          new ProcessBuilder(
                  "php",
                  "-r",
                  // The other user may not be able to read the folder of the checkout.
                  "require 'php-interop/packets.php'; require 'php-interop/answer.php';"
                      + " posix_setuid(65534);"
                      + " msg_receive(msg_get_queue("
                      + key
                      + "), 0, $t, 8192, $p, false);"
                      + " phpipc_answer(Packets\\parse('6.1.0', $p)['value'], fn ($v) => $v);"
                      + " fgets(STDIN);")
              .start();
      assertThatThrownBy(() -> tasks.call("x", Duration.ofSeconds(2)))
          .isInstanceOf(TimeoutException.class)
          .hasMessageContaining("runs as user 65534 and may not write to the reply queue");
      worker.getOutputStream().close();
      assertThat(new String(worker.getErrorStream().readAllBytes(), UTF_8))
          .contains("does not take the answer: Permission denied");
      assertThat(worker.waitFor()).isZero();
    }
  }

  /** PHP takes one task, of the newest generation, and answers it. */
  private static CompletableFuture<Outcome> answering(String work) {
    return php.begin(
        "(function () use ($q) { msg_receive($q, 0, $t, 8192, $p, false);"
            + " return phpipc_answer(Packets\\parse('6.1.0', $p)['value'], "
            + work
            + "); })()");
  }

  private static String sending(WireGeneration generation, String value) {
    return "msg_send($q, 7, Packets\\packet('"
        + generation.version()
        + "', 5, 2, "
        + value
        + ", $spool), false);";
  }

  private TaskQueue.Builder tasks(WireGeneration generation) {
    return TaskQueue.on(queue, generation, ServerLayout.msgqueue(2, 2)).spool(Spool.in(spool));
  }

  private TaskWorker worker(WireGeneration generation, BlockingQueue<Object> seen) {
    TaskListener listener =
        new TaskListener() {
          @Override
          public void poisoned(PoisonPacket packet) {
            seen.add(packet.reason());
          }
        };
    return TaskWorker.on(queue, generation)
        .spool(Spool.in(spool))
        .listener(listener)
        .start(task -> seen.add(task.value()));
  }

  private static Object next(BlockingQueue<Object> seen) throws InterruptedException {
    Object next = seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).describedAs("a task within %s", PATIENCE).isNotNull();
    return next;
  }

  private static String md5(String expression) {
    return (String) php.call("md5(" + expression + ")").read();
  }
}
