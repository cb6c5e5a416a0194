package org.phpipc.fault;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was counted, under the words for it, in the order of its first counting. */
final class Tally {
  private final Map<String, Long> counts = new LinkedHashMap<>();

  void add(String what, long number) {
    counts.merge(what, number, Long::sum);
  }

  void addAll(Tally other) {
    other.counts.forEach(this::add);
  }

  @Override
  public String toString() {
    return counts.entrySet().stream()
        .map(count -> String.format(Locale.ROOT, "%,d %s", count.getValue(), count.getKey()))
        .collect(Collectors.joining(", "));
  }
}
