package org.phpipc.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;

/**
 * Sends and receives one message after the other on one thread: C, PHP and {@link MessageQueue},
 * each in a process of its own on a queue of its own, in turns. What counts is the ratio within a
 * round.
 *
 * <p>Arguments: path of the C program, path of the PHP script, and optionally bytes of a payload,
 * pairs a round, rounds.
 */
public final class QueuePair {
  private static final int WARM_UP_ROUNDS = 5;

  private QueuePair() {}

  /** One side of the comparison: runs so many pairs and gives the nanoseconds. */
  private interface Side extends AutoCloseable {
    long run(int pairs) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** A program that reads a count per line and answers the nanoseconds. */
  private record Child(Process process, PrintStream in, BufferedReader out) implements Side {
    static Child start(String... command) throws IOException {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new Child(
          process,
          new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII),
          process.inputReader(StandardCharsets.US_ASCII));
    }

    @Override
    public long run(int pairs) throws IOException {
      in.println(pairs);
      return Long.parseLong(out.readLine());
    }

    @Override
    public void close() {
      in.close();
      process.destroy();
    }
  }

  private record Java(MessageQueue queue, byte[] payload) implements Side {
    @Override
    public long run(int pairs) {
      long start = System.nanoTime();
      long sum = 0;
      for (int i = 0; i < pairs; i++) {
        queue.send(1, payload);
        sum += queue.receive().payload().length;
      }
      long nanos = System.nanoTime() - start;
      if (sum != (long) pairs * payload.length) {
        throw new AssertionError("bytes were lost: " + sum);
      }
      return nanos;
    }

    @Override
    public void close() {}
  }

  /** Runs the comparison and prints a Markdown table. */
  public static void main(String[] args) throws IOException {
    int bytes = args.length > 2 ? Integer.parseInt(args[2]) : 64;
    int pairs = args.length > 3 ? Integer.parseInt(args[3]) : 200_000;
    int rounds = args.length > 4 ? Integer.parseInt(args[4]) : 15;
    byte[] payload = new byte[bytes];
    Arrays.fill(payload, (byte) 'x');

    List<MessageQueue> queues = new ArrayList<>();
    Map<String, Side> sides = new LinkedHashMap<>();
    try {
      MessageQueue forC = made(queues, IpcKey.PRIVATE);
      sides.put("C", Child.start(args[0], "" + forC.id(), "" + bytes));
      IpcKey key = new IpcKey(ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
      made(queues, key);
      sides.put("PHP", Child.start("php", args[1], "" + key.value(), "" + bytes));
      sides.put("phpipc", new Java(made(queues, IpcKey.PRIVATE), payload));
      compare(sides, bytes, pairs, rounds);
    } finally {
      for (Side side : sides.values()) {
        side.close();
      }
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
        double perPair = (double) side.getValue().run(pairs) / pairs;
        if (round >= 0) {
          nanos.get(side.getKey())[round] = perPair;
        }
      }
    }
    System.out.printf(
        "send + receive of %d bytes, one thread, %d rounds of %d pairs, Java %s%n%n",
        bytes, rounds, pairs, Runtime.version());
    System.out.println("| side | ns a pair, median (lowest to highest) | ratio to C, median |");
    System.out.println("|---|---|---|");
    nanos.forEach(
        (name, values) -> {
          double[] ratios = new double[rounds];
          Arrays.setAll(ratios, round -> values[round] / nanos.get("C")[round]);
          double[] sorted = values.clone();
          Arrays.sort(sorted);
          System.out.printf(
              "| %s | %.0f (%.0f to %.0f) | %.2f |%n",
              name, median(values), sorted[0], sorted[rounds - 1], median(ratios));
        });
    System.out.printf(
        "%nphpipc allocates %.0f bytes a pair, %d of them for the payload array%n",
        allocated(sides.get("phpipc"), pairs), (16 + bytes + 7) / 8 * 8);
  }

  private static double allocated(Side side, int pairs) throws IOException {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    side.run(pairs);
    return (double) (threads.getCurrentThreadAllocatedBytes() - before) / pairs;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
