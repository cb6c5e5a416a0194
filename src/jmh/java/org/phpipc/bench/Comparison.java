package org.phpipc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.sysv.SemaphoreSet;
import org.phpipc.sysv.SharedSegment;

/**
 * Does the same in C, in PHP and with phpipc, each in a process of its own on a kernel object of
 * its own, in turns. What counts is the ratio within a round.
 *
 * <p>Arguments: folder of the C programs, folder of the PHP scripts, how many rounds, and the names
 * of {@link Workloads}: none means all.
 */
public final class Comparison {
  private static final int WARM_UP_ROUNDS = 8;
  private static final String C = "C";
  private static final String PHP = "PHP";
  private static final String PHPIPC = "phpipc";

  private final String name;
  private final Workload workload;
  private final int rounds;
  private final Map<String, Side> sides = new LinkedHashMap<>();
  private final Map<String, double[]> nanos = new LinkedHashMap<>();
  private final List<IpcKey> keys = new ArrayList<>();

  private Comparison(String name, int rounds) {
    this.name = name;
    this.workload = Workloads.of(name);
    this.rounds = rounds;
  }

  /** Runs the comparisons and prints a Markdown table for each. */
  public static void main(String[] args) throws IOException {
    Path programs = Path.of(args[0]);
    Path scripts = Path.of(args[1]);
    int rounds = Integer.parseInt(args[2]);
    List<String> named = List.of(args).subList(3, args.length);
    Collection<String> names = named.isEmpty() ? Workloads.ALL.keySet() : named;
    System.out.printf("Java %s, %d rounds%n", Runtime.version(), rounds);
    for (String name : names) {
      new Comparison(name, rounds).run(programs.resolve(name), scripts.resolve(name + ".php"));
    }
  }

  private void run(Path program, Path script) throws IOException {
    try {
      if (Files.exists(program)) {
        sides.put(C, Side.start(List.of(program.toString(), freeKey())));
      }
      if (Files.exists(script)) {
        sides.put(PHP, Side.start(List.of("php", script.toString(), freeKey())));
      }
      sides.put(PHPIPC, Side.startJava(name, freeKey()));
      measure();
      print();
    } finally {
      sides.values().forEach(Side::close);
      removeObjects();
    }
  }

  private String freeKey() {
    IpcKey key;
    do {
      key = new IpcKey(ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
    } while (MessageQueue.exists(key) || SharedSegment.exists(key) || SemaphoreSet.exists(key));
    keys.add(key);
    return "" + key.value();
  }

  private void measure() throws IOException {
    sides.keySet().forEach(side -> nanos.put(side, new double[rounds]));
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (Map.Entry<String, Side> side : sides.entrySet()) {
        double perOne = side.getValue().run(workload.count())[0];
        if (round >= 0) {
          nanos.get(side.getKey())[round] = perOne;
        }
      }
    }
  }

  private void print() throws IOException {
    double allocated = sides.get(PHPIPC).run(workload.count())[1];
    System.out.printf(
        "%n%s, %d a round, phpipc allocates %.0f bytes each time%n%n",
        workload.title(), workload.count(), allocated);
    System.out.println("| side | ns, median (lowest to highest) | to C | to PHP |");
    System.out.println("|---|---|---|---|");
    nanos.forEach(
        (side, values) ->
            System.out.printf(
                "| %s | %.0f (%.0f to %.0f) | %s | %s |%n",
                side,
                median(values),
                Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow(),
                ratio(values, nanos.get(C)),
                ratio(values, nanos.get(PHP))));
  }

  /** The median of the ratios within the rounds; nothing to a side that there is not. */
  private static String ratio(double[] values, double[] others) {
    if (others == null) {
      return "";
    }
    double[] ratios = new double[values.length];
    Arrays.setAll(ratios, round -> values[round] / others[round]);
    return "%.2f".formatted(median(ratios));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void removeObjects() {
    for (IpcKey key : keys) {
      if (MessageQueue.exists(key)) {
        MessageQueue.open(key).remove();
      }
      if (SemaphoreSet.exists(key)) {
        SemaphoreSet.open(key).remove();
      }
    }
    SharedSegment.list().stream()
        .filter(status -> keys.contains(status.key()))
        .forEach(status -> SharedSegment.removeId(status.id()));
  }
}
