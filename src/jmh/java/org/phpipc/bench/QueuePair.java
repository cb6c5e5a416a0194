package org.phpipc.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;

/**
 * Sends and receives one message after the other on one thread: C, PHP and phpipc ({@link
 * QueuePairSide}), each in a process of its own on a queue of its own, in turns. What counts is the
 * ratio within a round.
 *
 * <p>Arguments: path of the C program, path of the PHP script, and optionally bytes of a payload,
 * pairs a round, rounds.
 */
public final class QueuePair {
  private static final int WARM_UP_ROUNDS = 8;
  private static final String PHPIPC = "phpipc";

  private QueuePair() {}

  /**
   * A program that reads a count of pairs per line and answers the nanoseconds; ours answers the
   * bytes allocated too.
   */
  private record Side(Process process, PrintStream in, BufferedReader out)
      implements AutoCloseable {
    static Side start(String... command) throws IOException {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new Side(
          process,
          new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII),
          process.inputReader(StandardCharsets.US_ASCII));
    }

    static Side startJava(MessageQueue queue, int bytes) throws IOException {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      List<String> command = new ArrayList<>(List.of(java));
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(QueuePairSide.class.getName(), "" + queue.id(), "" + bytes));
      return start(command.toArray(String[]::new));
    }

    /** What it answers, for one pair. */
    double[] run(int pairs) throws IOException {
      in.println(pairs);
      String answer = Objects.requireNonNull(out.readLine(), "a side has ended");
      return Arrays.stream(answer.split(" "))
          .mapToDouble(n -> Double.parseDouble(n) / pairs)
          .toArray();
    }

    @Override
    public void close() {
      in.close();
      process.destroy();
    }
  }

  /** Runs the comparison and prints a Markdown table. */
  public static void main(String[] args) throws IOException {
    int bytes = args.length > 2 ? Integer.parseInt(args[2]) : 64;
    int pairs = args.length > 3 ? Integer.parseInt(args[3]) : 200_000;
    int rounds = args.length > 4 ? Integer.parseInt(args[4]) : 31;

    List<MessageQueue> queues = new ArrayList<>();
    Map<String, Side> sides = new LinkedHashMap<>();
    try {
      MessageQueue forC = made(queues, IpcKey.PRIVATE);
      sides.put("C", Side.start(args[0], "" + forC.id(), "" + bytes));
      IpcKey key = new IpcKey(ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
      made(queues, key);
      sides.put("PHP", Side.start("php", args[1], "" + key.value(), "" + bytes));
      sides.put(PHPIPC, Side.startJava(made(queues, IpcKey.PRIVATE), bytes));
      compare(sides, bytes, pairs, rounds);
    } finally {
      sides.values().forEach(Side::close);
      queues.forEach(MessageQueue::remove);
    }
  }

  private static MessageQueue made(List<MessageQueue> queues, IpcKey key) {
    MessageQueue queue = MessageQueue.create(key);
    queues.add(queue);
    return queue;
  }

  private static void compare(Map<String, Side> sides, int bytes, int pairs, int rounds)
      throws IOException {
    Map<String, double[]> nanos = new LinkedHashMap<>();
    sides.keySet().forEach(name -> nanos.put(name, new double[rounds]));
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (Map.Entry<String, Side> side : sides.entrySet()) {
        double perPair = side.getValue().run(pairs)[0];
        if (round >= 0) {
          nanos.get(side.getKey())[round] = perPair;
        }
      }
    }
    System.out.printf(
        "send + receive of %d bytes, one thread, %d rounds of %d pairs, Java %s%n%n",
        bytes, rounds, pairs, Runtime.version());
    System.out.println("| side | ns a pair, median (lowest to highest) | to C | to PHP |");
    System.out.println("|---|---|---|---|");
    nanos.forEach(
        (name, values) -> {
          double[] sorted = values.clone();
          Arrays.sort(sorted);
          System.out.printf(
              "| %s | %.0f (%.0f to %.0f) | %.2f | %.2f |%n",
              name,
              median(values),
              sorted[0],
              sorted[rounds - 1],
              medianRatio(values, nanos.get("C")),
              medianRatio(values, nanos.get("PHP")));
        });
    System.out.printf(
        "%nphpipc allocates %.0f bytes a pair, %d of them for the payload array%n",
        sides.get(PHPIPC).run(pairs)[1], (16 + bytes + 7) / 8 * 8);
  }

  /** The median of the ratios within the rounds. */
  private static double medianRatio(double[] values, double[] floor) {
    double[] ratios = new double[values.length];
    Arrays.setAll(ratios, round -> values[round] / floor[round]);
    return median(ratios);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
