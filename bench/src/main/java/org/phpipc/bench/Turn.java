package org.phpipc.bench;

/**
 * What a program answers after it did its work so many times.
 *
 * @param allocated in bytes, NaN where it is not known
 */
record Turn(double nanos, double allocated) {
  static final Turn NONE = new Turn(0, Double.NaN);

  static Turn parse(String answer) {
    String[] numbers = answer.split(" ");
    double allocated = numbers.length > 1 ? Double.parseDouble(numbers[1]) : Double.NaN;
    return new Turn(Double.parseDouble(numbers[0]), allocated);
  }

  /** Of two that worked together: until both had ended, and what both allocated. */
  Turn with(Turn other) {
    return new Turn(Math.max(nanos, other.nanos), sum(allocated, other.allocated));
  }

  private static double sum(double one, double other) {
    if (Double.isNaN(one)) {
      return other;
    }
    return Double.isNaN(other) ? one : one + other;
  }
}
