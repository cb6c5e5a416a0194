package org.phpipc.bench;

import java.util.Arrays;

/** The middle and the ends of many figures, and the quarters between them. */
record Spread(
    double lowest, double lowerQuartile, double median, double upperQuartile, double highest) {

  static Spread of(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return new Spread(
        sorted[0],
        sorted[(int) Math.round(last * 0.25)],
        sorted[(int) Math.round(last * 0.5)],
        sorted[(int) Math.round(last * 0.75)],
        sorted[last]);
  }
}
