package org.phpipc.serialize;

/**
 * The numbers by which {@code r} and {@code R} name the values that are read or written, in the
 * order of the bytes, and up to which number it is known which value has which.
 */
final class ValueNumbers {
  /** The number of the value that was read or written, or begun, last; 0 before the first. */
  int last;

  private int lastKnown = Integer.MAX_VALUE;

  /** Starts with a new outermost value. */
  void clear() {
    last = 0;
    lastKnown = Integer.MAX_VALUE;
  }

  /** Whether it is known which value has this number. */
  boolean knows(long number) {
    return number <= lastKnown;
  }

  /** Whether it is known of all numbers. */
  boolean knowsAll() {
    return lastKnown == Integer.MAX_VALUE;
  }

  /** Notes that after this number it is not known which value has which. */
  void knowNoneAfter(int number) {
    lastKnown = Math.min(lastKnown, number);
  }

  /** Takes over what another one does not know. */
  void knowNoMoreThan(ValueNumbers other) {
    knowNoneAfter(other.lastKnown);
  }

  /** Goes on after the values in the payload of the object that has the last number. */
  void addPayload(Payload payload) {
    if (!payload.isCertain()) {
      knowNoneAfter(last);
    }
    last += payload.counted();
  }
}
