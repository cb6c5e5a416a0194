package org.phpipc.compat.swoole;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.swoole.PoolClient;
import org.phpipc.swoole.PoolQueue;
import org.phpipc.swoole.ProcessQueue;
import org.phpipc.swoole.ReplyQueue;
import org.phpipc.swoole.ServerLayout;
import org.phpipc.swoole.Spool;
import org.phpipc.swoole.TaskQueue;
import org.phpipc.swoole.TaskWorker;
import org.phpipc.swoole.WireGeneration;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Php;
import org.phpipc.testing.Swoole;

/** Real servers, pools and processes, where PHP has the extension. */
@SuppressWarnings("try") // programs need only run
class TaskWithSwooleIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int WORKERS = 2;
  private static final int TASK_WORKERS = 2;

  @RegisterExtension static final Swoole swoole = new Swoole();
  @RegisterExtension static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();
  @TempDir private Path spool;

  @ParameterizedTest
  @EnumSource
  void serverRunsTasksOfJava(ServerLayout.IpcMode mode) throws Exception {
    IpcKey key = kernel.freeKey();
    MessageQueue seen = MessageQueue.create(kernel.freeKey());
    int longest = generation().longestInline();
    List<Object> values = new ArrayList<>(List.of("", "Größe", 42L, List.of(1, Map.of("a", 1.5))));
    for (int size : new int[] {longest - 1, longest, longest + 1, 1 << 20, 64 << 20}) {
      values.add("v".repeat(size));
    }
    try (Swoole.Program server = server(key, seen, mode)) {
      TaskQueue tasks = tasks(MessageQueue.open(key), mode).build();
      for (Object value : values) {
        long id = tasks.dispatch(value);
        PhpArray task = (PhpArray) PhpSerializer.standard().read(seen.receive().payload());
        assertThat(task.get("id")).isEqualTo(id);
        assertThat(task.get("source")).isEqualTo(0L);
        assertThat((Long) task.get("worker")).isBetween(2L, 3L);
        assertThat(task.get("md5")).isEqualTo(md5(PhpSerializer.standard().write(value)));
      }
    }
    assertThat(spool).isEmptyDirectory();
  }

  @Test
  void chosenTaskWorkerRunsTheTask() throws Exception {
    IpcKey key = kernel.freeKey();
    MessageQueue seen = MessageQueue.create(kernel.freeKey());
    try (Swoole.Program server = server(key, seen, ServerLayout.IpcMode.MSGQUEUE)) {
      TaskQueue tasks = tasks(MessageQueue.open(key), ServerLayout.IpcMode.MSGQUEUE).build();
      for (int taskWorker : new int[] {1, 0, 1}) {
        tasks.dispatch("x", taskWorker);
        PhpArray task = (PhpArray) PhpSerializer.standard().read(seen.receive().payload());
        assertThat(task.get("worker")).isEqualTo((long) WORKERS + taskWorker);
      }
    }
  }

  @Test
  void serverAnswersACall() throws Exception {
    IpcKey key = kernel.freeKey();
    MessageQueue seen = MessageQueue.create(kernel.freeKey());
    try (Swoole.Program server = server(key, seen, ServerLayout.IpcMode.MSGQUEUE);
        ReplyQueue replies = ReplyQueue.create()) {
      TaskQueue tasks =
          tasks(MessageQueue.open(key), ServerLayout.IpcMode.MSGQUEUE).replies(replies).build();
      assertThat(tasks.call("question", PATIENCE))
          .isEqualTo(Map.of("worker", 2L, "value", "question"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 1 << 20})
  void packetOfTaskPackIsHandled(int aboveInline) throws Exception {
    int size = generation().longestInline() + aboveInline;
    MessageQueue queue = MessageQueue.create(kernel.freeKey());
    IpcKey key = queue.status().key();
    php.run(
        "msg_send(msg_get_queue("
            + key.value()
            + "), 1, Swoole\\Server\\Task::pack(str_repeat('p', "
            + size
            + ")), false);");
    BlockingQueue<Object> values = new LinkedBlockingQueue<>();
    try (TaskWorker worker =
        TaskWorker.on(queue, generation()).start(task -> values.add(task.value()))) {
      Object value = values.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat("p".repeat(size).equals(value)).isTrue();
      assertThat(worker.poisoned()).isZero();
    }
  }

  @Test
  void packetOfTaskPackTellsItsGeneration() {
    byte[] hex = php.call("bin2hex(Swoole\\Server\\Task::pack('x'))").bytes();
    String digits = (String) PhpSerializer.standard().read(hex);
    assertThat(WireGeneration.detect(HexFormat.of().parseHex(digits)).only())
        .contains(generation());
  }

  @Test
  void poolReadsItsQueue() throws Exception {
    IpcKey key = kernel.freeKey();
    IpcKey replyKey = kernel.freeKey();
    MessageQueue answers = MessageQueue.create(replyKey);
    try (Swoole.Program pool =
        Swoole.Program.start(1, "pool.php", "queue", key.value(), replyKey.value())) {
      PoolQueue queue = PoolQueue.on(MessageQueue.open(key));
      for (String message : new String[] {"abc", "x", "1\0002"}) {
        queue.push(message.getBytes(ISO_8859_1));
        String reversed = new StringBuilder(message).reverse().toString();
        assertThat(answers.receive().payload()).isEqualTo(reversed.getBytes(ISO_8859_1));
      }
    }
  }

  @Test
  void poolAnswersOverTcp() throws Exception {
    int port = freePort();
    try (Swoole.Program pool = Swoole.Program.start(1, "pool.php", "socket", "127.0.0.1", port)) {
      assertAnswers(PoolClient.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }
  }

  @Test
  void poolAnswersOverAUnixSocket() throws Exception {
    Path file = spool.resolve("pool.sock");
    try (Swoole.Program pool = Swoole.Program.start(1, "pool.php", "socket", "unix:" + file, 0)) {
      assertAnswers(PoolClient.of(UnixDomainSocketAddress.of(file)));
    }
  }

  private static void assertAnswers(PoolClient client) throws Exception {
    assertThat(client.call("abc".getBytes(UTF_8), PATIENCE).orElseThrow())
        .isEqualTo("cba".getBytes(UTF_8));
    byte[] large = "v".repeat(1 << 20).getBytes(UTF_8);
    assertThat(client.call(large, PATIENCE).orElseThrow()).isEqualTo(large);
    assertThat(client.call("silence".getBytes(UTF_8), PATIENCE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {ProcessQueue.MODE_ORIENT, ProcessQueue.MODE_BALANCE})
  void processesShareTheirQueue(int mode) throws Exception {
    IpcKey key = kernel.freeKey();
    try (Swoole.Program program = Swoole.Program.start(1, "process.php", key.value(), mode)) {
      ProcessQueue first =
          ProcessQueue.useQueue(key, ProcessQueue.type(1), mode, ProcessQueue.CAPACITY_UNCHANGED);
      assertThat(first.push("from Java".getBytes(UTF_8))).isTrue();
      assertThat(program.line()).isEqualTo("from Java");
      ProcessQueue second = ProcessQueue.on(MessageQueue.open(key), ProcessQueue.type(2), mode);
      assertThat(second.pop().orElseThrow()).isEqualTo("from php\0".getBytes(UTF_8));
    }
  }

  private static WireGeneration generation() {
    return WireGeneration.forVersion(swoole.release());
  }

  private Swoole.Program server(IpcKey key, MessageQueue seen, ServerLayout.IpcMode mode)
      throws IOException {
    int number = mode == ServerLayout.IpcMode.MSGQUEUE ? 2 : 3;
    int reply = seen.status().key().value();
    return Swoole.Program.start(
        WORKERS + TASK_WORKERS, "server.php", key.value(), reply, number, spool);
  }

  private TaskQueue.Builder tasks(MessageQueue queue, ServerLayout.IpcMode mode) {
    ServerLayout layout = new ServerLayout(WORKERS, TASK_WORKERS, mode);
    return TaskQueue.on(queue, generation(), layout).spool(Spool.in(spool));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String md5(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
  }
}
