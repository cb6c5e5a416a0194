package org.phpipc.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Does a case in every language, each with its processes and its kernel object, in turns, so that
 * what disturbs one disturbs all.
 */
final class Comparison implements AutoCloseable {
  static final int WARM_UP_ROUNDS = 12;

  /** How long a turn of the first side takes at least. */
  private static final double TURN_NANOS = 1e6 * Integer.getInteger("bench.turn.millis", 40);

  private static final int LEAST_COUNT = 64;

  private final Case subject;
  private final Map<String, Side> sides = new LinkedHashMap<>();
  private final IpcKeys keys;

  private Comparison(Case subject, IpcKeys keys) {
    this.subject = subject;
    this.keys = keys;
  }

  static CaseResult of(Case subject, Languages languages, IpcKeys keys, int rounds)
      throws IOException {
    try (Comparison comparison = new Comparison(subject, keys)) {
      comparison.start(languages);
      return comparison.measure(rounds);
    }
  }

  private void start(Languages languages) throws IOException {
    List<String> programs = subject.programs();
    for (Language language : languages.all()) {
      if (language.hasAll(programs)) {
        start(language.name(), Collections.nCopies(programs.size(), language));
      }
    }
    if (subject.mixed()) {
      for (Language language : languages.phpipc()) {
        List<Language> mixed =
            new ArrayList<>(Collections.nCopies(programs.size(), languages.php()));
        mixed.set(0, language);
        start(language.name() + " with PHP", mixed);
      }
    }
  }

  private void start(String name, List<Language> languages) throws IOException {
    List<List<String>> commands = new ArrayList<>();
    for (int i = 0; i < languages.size(); i++) {
      commands.add(languages.get(i).command().apply(subject.programs().get(i)));
    }
    Side side = new Side();
    sides.put(name, side);
    side.start(commands, List.of("" + keys.free().value(), "" + subject.argument()));
  }

  private CaseResult measure(int rounds) throws IOException {
    int count = countOfATurn();
    Map<String, List<Turn>> turns = new LinkedHashMap<>();
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (Map.Entry<String, Side> side : sides.entrySet()) {
        Turn turn = side.getValue().run(count);
        if (round >= 0) {
          turns.computeIfAbsent(side.getKey(), name -> new ArrayList<>()).add(turn);
        }
      }
    }
    List<SideResult> results = new ArrayList<>();
    turns.forEach((name, all) -> results.add(SideResult.of(name, all, count)));
    return new CaseResult(subject.workload(), subject.argument(), subject.title(), count, results);
  }

  private int countOfATurn() throws IOException {
    Side first = sides.values().iterator().next();
    int count = LEAST_COUNT;
    while (first.run(count).nanos() < TURN_NANOS) {
      count *= 2;
    }
    return count;
  }

  @Override
  public void close() {
    sides.values().forEach(Side::close);
    keys.removeObjects();
  }
}
