package org.phpipc.bench;

import java.util.Arrays;
import java.util.List;

/**
 * What one side needed.
 *
 * @param nanos for one, in each round
 * @param allocatedBytes for one, at the end; null if it is not known
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SideResult(String name, double[] nanos, Double allocatedBytes) {

  static SideResult of(String name, List<Turn> turns, int count) {
    double[] nanos = turns.stream().mapToDouble(turn -> turn.nanos() / count).toArray();
    double allocated = turns.get(turns.size() - 1).allocated() / count;
    return new SideResult(name, nanos, Double.isNaN(allocated) ? null : allocated);
  }

  Spread spread() {
    return Spread.of(nanos);
  }

  /** The ratio within each round: what slows a round slows both. */
  Spread ratioTo(SideResult other) {
    double[] ratios = new double[nanos.length];
    Arrays.setAll(ratios, round -> nanos[round] / other.nanos[round]);
    return Spread.of(ratios);
  }
}
