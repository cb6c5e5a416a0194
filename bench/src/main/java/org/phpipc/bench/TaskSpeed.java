package org.phpipc.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.swoole.TaskEvent;
import org.phpipc.swoole.TaskPacket;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;

/**
 * Dispatches and drains tasks of 200 bytes: each side in a process of its own on a queue of its
 * own, in turns; what counts is the ratio within a round. The floor of a dispatch is C that sends
 * the packet as it is. A side that drains is fed by C, faster than it can take.
 *
 * <p>Arguments: path of the C program, path of the PHP script, and optionally tasks a round,
 * rounds.
 */
public final class TaskSpeed {
  private static final int WARM_UP_ROUNDS = 8;

  private TaskSpeed() {}

  /** A process that is told counts and answers nanoseconds. */
  private record Side(Process process, PrintStream in, BufferedReader out)
      implements AutoCloseable {
    static Side start(List<String> command) throws IOException {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new Side(
          process,
          new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII),
          process.inputReader(StandardCharsets.US_ASCII));
    }

    static Side startJava(String kind, MessageQueue queue) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(TaskSide.class.getName(), kind, "" + queue.id()));
      return start(command);
    }

    void tell(int count) {
      in.println(count);
    }

    double answer(int count) throws IOException {
      String nanos = Objects.requireNonNull(out.readLine(), "a side has ended");
      return Double.parseDouble(nanos) / count;
    }

    @Override
    public void close() {
      in.close();
      process.destroy();
    }
  }

  /** What is measured, and who feeds it, if it drains. */
  private record Contestant(Side side, List<Side> feeders) implements AutoCloseable {
    double run(int tasks) throws IOException {
      feeders.forEach(feeder -> feeder.tell(tasks));
      side.tell(tasks);
      return side.answer(tasks);
    }

    @Override
    public void close() {
      side.close();
      feeders.forEach(Side::close);
    }
  }

  /** Runs both comparisons, prints Markdown tables and keeps {@code tasks.json}. */
  public static void main(String[] args) throws IOException {
    int tasks = args.length > 2 ? Integer.parseInt(args[2]) : 50_000;
    int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 21;
    byte[] packet = packet();
    Path file = Files.write(Files.createTempFile("phpipc-", ".packet"), packet);
    Environment environment = Environment.current();
    System.out.println(Markdown.heading(environment, rounds, WARM_UP_ROUNDS));
    List<CaseResult> done = new ArrayList<>();
    try (Queues queues = new Queues()) {
      Map<String, Contestant> sides = new LinkedHashMap<>();
      MessageQueue forC = queues.make();
      sides.put(Language.C, alone(Side.start(c(args[0], "send", forC, file))));
      sides.put(Language.PHP, alone(Side.start(php(args[1], "dispatch", queues.make()))));
      sides.put("phpipc", alone(Side.startJava("dispatch", queues.make())));
      String floor = "dispatch of a task of 200 bytes; in C a bare msgsnd of its %d bytes";
      done.add(
          compare(
              "dispatch", String.format(Locale.ROOT, floor, packet.length), sides, tasks, rounds));

      sides.clear();
      MessageQueue forPhp = queues.make();
      Side feedsPhp = Side.start(c(args[0], "feed", forPhp, file));
      sides.put(
          Language.PHP,
          new Contestant(Side.start(php(args[1], "drain", forPhp)), List.of(feedsPhp)));
      MessageQueue forJava = queues.make();
      Side feedsJava = Side.start(c(args[0], "feed", forJava, file));
      sides.put("phpipc", new Contestant(Side.startJava("drain", forJava), List.of(feedsJava)));
      done.add(compare("drain", "the same taken by one thread", sides, tasks, rounds));
      Path results = Path.of(args[0]).resolveSibling("tasks.json");
      new Results(environment, rounds, WARM_UP_ROUNDS, done).save(results);
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] packet() {
    byte[] payload = PhpSerializer.standard().write(TaskSide.job());
    if (payload.length != 200) {
      throw new AssertionError("the job has " + payload.length + " bytes");
    }
    return TaskSide.GENERATION.encode(new TaskPacket(TaskEvent.TASK, 1, 0, 134, 0, payload));
  }

  private static Contestant alone(Side side) {
    return new Contestant(side, List.of());
  }

  private static List<String> c(String program, String kind, MessageQueue queue, Path packet) {
    return List.of(program, kind, "" + queue.id(), packet.toString());
  }

  private static List<String> php(String script, String kind, MessageQueue queue) {
    return List.of("php", script, kind, "" + queue.status().key().value());
  }

  /** Queues that are removed in the end. */
  private static final class Queues implements AutoCloseable {
    private final List<MessageQueue> all = new ArrayList<>();

    MessageQueue make() {
      IpcKey key = IpcKey.unused();
      MessageQueue queue = MessageQueue.create(key);
      all.add(queue);
      return queue;
    }

    @Override
    public void close() {
      all.forEach(MessageQueue::remove);
    }
  }

  private static CaseResult compare(
      String name, String title, Map<String, Contestant> sides, int tasks, int rounds)
      throws IOException {
    Map<String, double[]> nanos = new LinkedHashMap<>();
    sides.keySet().forEach(side -> nanos.put(side, new double[rounds]));
    try {
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
        for (Map.Entry<String, Contestant> side : sides.entrySet()) {
          double each = side.getValue().run(tasks);
          if (round >= 0) {
            nanos.get(side.getKey())[round] = each;
          }
        }
      }
    } finally {
      sides.values().forEach(Contestant::close);
    }
    List<SideResult> results = new ArrayList<>();
    nanos.forEach((side, all) -> results.add(new SideResult(side, all, null)));
    CaseResult result = new CaseResult(name, 0, title, tasks, results);
    System.out.println(Markdown.table(result));
    return result;
  }
}
