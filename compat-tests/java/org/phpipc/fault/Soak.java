package org.phpipc.fault;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.phpipc.fault.Stage.Scenario;

/** Plays all scenarios at length, over and over, until the time is over or one fails. */
final class Soak {
  private static final Map<String, Scenario> SCENARIOS = scenarios();

  private Soak() {}

  private static Map<String, Scenario> scenarios() {
    Map<String, Scenario> all = new LinkedHashMap<>();
    all.put("killed peers", stage -> KilledPeers.play(stage, 200));
    all.put("killed holders", stage -> KilledHolders.play(stage, 100));
    all.put("killed writers", stage -> KilledWriters.play(stage, 50));
    all.put("removals", stage -> Removals.play(stage, 500));
    all.put("competing consumers", stage -> Traffic.toConsumersThatCompete(stage, 1_000_000));
    all.put("consumer per type", stage -> Traffic.toAConsumerPerType(stage, 1_000_000));
    return all;
  }

  /**
   * Soaks.
   *
   * @param args minutes, and the seed where it is not to be a new one
   */
  public static void main(String[] args) throws Exception {
    Duration duration = Duration.ofMinutes(Long.parseLong(args[0]));
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    System.out.printf(Locale.ROOT, "soak of %d minutes with seed %d%n", duration.toMinutes(), seed);
    Random seeds = new Random(seed);
    Tally tally = new Tally();
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < end) {
      for (Map.Entry<String, Scenario> scenario : SCENARIOS.entrySet()) {
        System.out.print(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " ");
        tally.addAll(Stage.play(scenario.getKey(), seeds.nextLong(), scenario.getValue()));
      }
      tally.add("rounds", 1);
    }
    System.out.println("all told: " + tally);
  }
}
