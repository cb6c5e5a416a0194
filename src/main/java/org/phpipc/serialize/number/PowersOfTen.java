package org.phpipc.serialize.number;

import java.math.BigInteger;

/**
 * 10^k as g 2^r, where g has 126 bits and is the next integer above.
 *
 * <p>That is close enough to convert any double without error (Raffaello Giulietti, "The Schubfach
 * way to render doubles").
 */
public final class PowersOfTen {
  static final int SMALLEST = -292;
  static final int LARGEST = 324;

  private static final int BITS = 126;
  private static final int LOW_BITS = 63;

  /** The upper and the lower 63 bits of g. */
  private static final long[] HIGH = new long[LARGEST - SMALLEST + 1];

  private static final long[] LOW = new long[HIGH.length];

  static {
    for (int k = SMALLEST; k <= LARGEST; k++) {
      BigInteger g = scaled(k, log2(k) - BITS + 1).add(BigInteger.ONE);
      HIGH[k - SMALLEST] = g.shiftRight(LOW_BITS).longValueExact();
      LOW[k - SMALLEST] = g.longValue() & Long.MAX_VALUE;
    }
  }

  private PowersOfTen() {}

  /** floor(10^k 2^-r). */
  private static BigInteger scaled(int k, int r) {
    BigInteger power = BigInteger.TEN.pow(Math.abs(k));
    return k >= 0 ? power.shiftRight(r) : BigInteger.ONE.shiftLeft(-r).divide(power);
  }

  /** floor(log2(10^k)). */
  static int log2(int k) {
    return (int) ((k * 913_124_641_741L) >> 38);
  }

  /** floor(log10(2^e)). */
  static int log10OfPowerOfTwo(int e) {
    return (int) ((e * 661_971_961_083L) >> 41);
  }

  /** floor(log10(3/4 2^e)). */
  static int log10OfThreeQuarters(int e) {
    return (int) ((e * 661_971_961_083L - 274_743_187_321L) >> 41);
  }

  static long high(int k) {
    return HIGH[k - SMALLEST];
  }

  static long low(int k) {
    return LOW[k - SMALLEST];
  }
}
