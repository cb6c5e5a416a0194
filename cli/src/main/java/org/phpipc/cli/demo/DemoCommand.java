package org.phpipc.cli.demo;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.commons.lang3.StringUtils;
import org.jspecify.annotations.Nullable;
import org.phpipc.cli.console.Refusal;
import org.phpipc.cli.text.Count;
import org.phpipc.cli.text.TextTable;
import org.phpipc.cli.text.ValueText;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.swoole.ServerLayout;
import org.phpipc.swoole.TaskFlag;
import org.phpipc.swoole.TaskPacket;
import org.phpipc.swoole.TaskQueue;
import org.phpipc.swoole.WireGeneration;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.IpcMissingException;
import org.phpipc.sysv.Message;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code phpipc demo}: Java and a real PHP exchange messages on one queue. */
@Command(
    name = "demo",
    header = "Java and a real PHP exchange messages, live.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "Starts a PHP process and exchanges messages with it on a fresh message queue, in both",
      "directions: a string, a nested array, an object, a binary string, a task as Swoole packs",
      "it, and numbered jobs.",
      "Then both count up one variable in shared memory at the same time, under a semaphore.",
      "Where there is no PHP that can do this, a second JVM takes its place.",
      "",
      "Exits with 0 only if everything arrived intact and no count was lost. Queue, segment and",
      "semaphore are removed at the end."
    },
    footer = {"", "Example:  phpipc demo --jobs 100000"})
public final class DemoCommand implements Callable<Integer> {
  static final long TO_PEER = 1;
  static final long FROM_PEER = 2;

  private static final PhpSerializer SERIALIZER = PhpSerializer.standard();
  private static final int LONGEST_LINE = 100;

  /** The generation that {@code demo.php} uses too. */
  static final WireGeneration GENERATION = WireGeneration.V6_1_0;

  private static final long TASK_ID = 7;

  @Spec private CommandSpec spec;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "10000",
      description =
          "How many jobs each way, and how far each side counts (default ${DEFAULT-VALUE}).")
  private long jobs;

  @Option(names = "--verbose", description = "Show every numbered job instead of every thousandth.")
  private boolean verbose;

  /** The result of each exchange: to the peer, from the peer. */
  private final Map<String, String[]> results = new LinkedHashMap<>();

  private boolean allIntact = true;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (jobs < 0) {
      throw new ParameterException(spec.commandLine(), "--jobs must be at least 0");
    }
    IpcKey key = IpcKey.unused();
    MessageQueue queue = MessageQueue.create(key);
    DemoCounter counter = new DemoCounter(key);
    Thread removal =
        new Thread(
            () -> {
              removeIfThere(queue);
              counter.remove();
            });
    Runtime.getRuntime().addShutdownHook(removal); // For Ctrl-C.
    try (counter;
        DemoPeer peer = started(key, queue)) {
      peer.whenEnded(() -> removeIfThere(queue)); // So that nobody waits for the dead.
      exchange(queue, peer);
      count(counter, peer);
      System.out.println();
      System.out.print(table(peer));
    } finally {
      removeIfThere(queue);
      counter.remove();
    }
    System.out.println();
    System.out.println("The queue is removed. " + verdict());
    return allIntact ? 0 : 1;
  }

  private String verdict() {
    return allIntact ? "Everything arrived intact." : "NOT everything arrived intact.";
  }

  private static DemoPeer started(IpcKey key, MessageQueue queue) {
    try {
      return peer(key, queue);
    } catch (IOException e) {
      throw Refusal.of("cannot start the other side", e);
    }
  }

  private static DemoPeer peer(IpcKey key, MessageQueue queue) throws IOException {
    Optional<String> php = DemoPeer.phpVersion();
    String other =
        php.map(version -> "PHP " + version)
            .orElse("a second JVM (there is no php with sysvmsg, sysvshm and sysvsem on the path)");
    System.out.println("Java " + Runtime.version().feature() + " and " + other + " on " + queue);
    System.out.println();
    return php.isPresent() ? DemoPeer.php(key) : DemoPeer.jvm(key);
  }

  private void exchange(MessageQueue queue, DemoPeer peer)
      throws IOException, InterruptedException {
    for (Map.Entry<String, Object> value : DemoValues.all().entrySet()) {
      String name = value.getKey();
      byte[] bytes = SERIALIZER.write(value.getValue());
      results.put(
          name,
          new String[] {
            send(queue, peer, name, value.getValue(), bytes), receive(queue, peer, name, bytes)
          });
    }
    results.put("Swoole task", new String[] {sendTask(queue, peer), receiveTask(queue, peer)});
    String name = String.format(Locale.ROOT, "%,d %s", jobs, Count.things(jobs, "job"));
    results.put(name, new String[] {sendJobs(queue, peer), receiveJobs(queue, peer)});
  }

  private String send(MessageQueue queue, DemoPeer peer, String name, Object value, byte[] bytes)
      throws IOException, InterruptedException {
    queue.send(TO_PEER, bytes);
    show("Java sends " + name, ValueText.of(value));
    peer.tell("receive");
    JsonObject seen = peer.answer();
    show(peer.name() + " saw", seen.get("saw").getAsString());
    return result(Arrays.equals(bytes, bytes(seen)), Count.of(bytes.length, "byte"));
  }

  private String receive(MessageQueue queue, DemoPeer peer, String name, byte[] expected)
      throws IOException, InterruptedException {
    peer.tell("send " + name);
    JsonObject sent = peer.answer();
    show(peer.name() + " sends " + name, sent.get("saw").getAsString());
    Message message = queue.receive(Selection.type(FROM_PEER));
    Object value = SERIALIZER.read(message.payload());
    show("Java saw", ValueText.of(value));
    boolean intact =
        Arrays.equals(message.payload(), bytes(sent))
            && Arrays.equals(message.payload(), expected)
            && Arrays.equals(SERIALIZER.write(value), expected);
    return result(intact, Count.of(message.payload().length, "byte"));
  }

  private String sendTask(MessageQueue queue, DemoPeer peer)
      throws IOException, InterruptedException {
    PhpArray job = DemoValues.job(TASK_ID);
    TaskQueue tasks =
        TaskQueue.on(queue, GENERATION, ServerLayout.worker((int) TO_PEER - 1))
            .firstTaskId(TASK_ID)
            .build();
    show("Java dispatches task", tasks.dispatch(job) + ": " + ValueText.of(job));
    peer.tell("receive-task");
    JsonObject seen = peer.answer();
    show(peer.name() + " saw task", seen.get("saw").getAsString());
    byte[] expected = SERIALIZER.write(job);
    boolean intact = seen.get("id").getAsLong() == TASK_ID && Arrays.equals(expected, bytes(seen));
    return result(intact, packetBytes(expected));
  }

  private String receiveTask(MessageQueue queue, DemoPeer peer)
      throws IOException, InterruptedException {
    peer.tell("send-task " + TASK_ID);
    show(peer.name() + " dispatches task", peer.answer().get("saw").getAsString());
    TaskPacket packet = GENERATION.decode(queue.receive(Selection.type(FROM_PEER)).payload());
    show("Java saw task", packet.taskId() + ": " + ValueText.of(SERIALIZER.read(packet.data())));
    byte[] expected = SERIALIZER.write(DemoValues.job(TASK_ID));
    boolean intact =
        packet.taskId() == TASK_ID
            && packet.has(TaskFlag.SERIALIZE)
            && Arrays.equals(packet.data(), expected);
    return result(intact, packetBytes(expected));
  }

  private static String packetBytes(byte[] payload) {
    return Count.of(GENERATION.headerBytes() + payload.length, "byte");
  }

  private String sendJobs(MessageQueue queue, DemoPeer peer)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    peer.tell("receive-jobs " + jobs);
    for (long n = 1; n <= jobs; n++) {
      Object job = DemoValues.job(n);
      queue.send(TO_PEER, SERIALIZER.write(job));
      showJob("Java sends job", n, job);
    }
    long intact = peer.answer().get("jobs").getAsLong();
    show(peer.name() + " saw", Count.of(intact, "job") + " as expected, in order");
    return result(intact == jobs, rate(start));
  }

  private String receiveJobs(MessageQueue queue, DemoPeer peer)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    peer.tell("send-jobs " + jobs);
    long intact = 0;
    for (long n = 1; n <= jobs; n++) {
      Object job = SERIALIZER.read(queue.receive(Selection.type(FROM_PEER)).payload());
      showJob("Java saw job", n, job);
      intact += Objects.equals(job, DemoValues.job(n)) ? 1 : 0;
    }
    show(peer.name() + " sent", Count.of(peer.answer().get("jobs").getAsLong(), "job"));
    return result(intact == jobs, rate(start));
  }

  private void count(DemoCounter counter, DemoPeer peer) throws IOException, InterruptedException {
    peer.tell("count " + jobs);
    counter.count(jobs);
    peer.answer();
    long number = counter.number();
    boolean exact = number == 2 * jobs;
    allIntact &= exact;
    String verdict = exact ? "exact" : "WRONG";
    show("Both counted to", String.format(Locale.ROOT, "%,d, which is %s", number, verdict));
    results.put(
        String.format(Locale.ROOT, "count to %,d", 2 * jobs),
        new String[] {
          String.format(Locale.ROOT, "%s, %,d by Java", verdict, jobs),
          String.format(Locale.ROOT, "%s, %,d by %s", verdict, jobs, peer.name())
        });
  }

  private String result(boolean intact, String detail) {
    allIntact &= intact;
    return (intact ? "intact, " : "DAMAGED, ") + detail;
  }

  private String rate(long startNanos) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return String.format(Locale.ROOT, "%,.0f a second", jobs / seconds);
  }

  private void showJob(String who, long n, @Nullable Object job) {
    if (verbose || n == 1 || n == jobs || n % 1000 == 0) {
      show(who, ValueText.of(job));
    }
  }

  private static void show(String who, String what) {
    System.out.println(
        "  " + StringUtils.rightPad(who, 27) + StringUtils.abbreviate(what, "…", LONGEST_LINE));
  }

  private TextTable table(DemoPeer peer) {
    TextTable table = new TextTable("WHAT", "JAVA -> " + peer.name(), peer.name() + " -> JAVA");
    results.forEach((name, result) -> table.add(name, result[0], result[1]));
    return table;
  }

  private static byte[] bytes(JsonObject answer) {
    return Base64.getDecoder().decode(answer.get("b64").getAsString());
  }

  private static void removeIfThere(MessageQueue queue) {
    try {
      queue.remove();
    } catch (IpcMissingException e) {
      // The queue is gone, as intended.
    }
  }
}
