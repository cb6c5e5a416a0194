package org.phpipc.serialize.number;

/**
 * The shortest decimal that reads back as a given double, and of several the one nearest to it:
 * what PHP's {@code zend_dtoa(…, 0, …)} gives.
 *
 * <p>{@code Double.toString} does not: before JDK 19 it was often too long, and it never gives
 * fewer than two digits. The method is Schubfach (Raffaello Giulietti, "The Schubfach way to render
 * doubles", figure 7).
 */
public final class ShortestDecimal {
  private static final int FRACTION_BITS = 52;
  private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
  private static final int EXPONENT_MASK = 0x7FF;
  private static final int EXPONENT_BIAS = 1023 + FRACTION_BITS;

  private long digits;
  private int exponent;

  /** The decimal digits of the last {@link #of} as one number, which may end in zeros. */
  public long digits() {
    return digits;
  }

  /** The power of ten to multiply {@link #digits} with. */
  public int exponent() {
    return exponent;
  }

  /** Computes {@link #digits} and {@link #exponent} of a positive finite number. */
  public void of(double value) {
    long bits = Double.doubleToRawLongBits(value);
    long fraction = bits & (HIDDEN_BIT - 1);
    int biased = (int) (bits >>> FRACTION_BITS) & EXPONENT_MASK;
    if (biased == 0) {
      compute(fraction, 1 - EXPONENT_BIAS, false);
      return;
    }
    long c = HIDDEN_BIT | fraction;
    int q = biased - EXPONENT_BIAS;
    if (q <= 0 && q > -FRACTION_BITS - 1 && (c >> -q) << -q == c) {
      digits = c >> -q;
      exponent = 0;
    } else {
      compute(c, q, fraction == 0 && biased > 1);
    }
  }

  /** Of c 2^q. Below a power of two the doubles are twice as dense. */
  private void compute(long c, int q, boolean powerOfTwo) {
    int k = powerOfTwo ? PowersOfTen.log10OfThreeQuarters(q) : PowersOfTen.log10OfPowerOfTwo(q);
    int h = q + PowersOfTen.log2(-k) + 2;
    long high = PowersOfTen.high(-k);
    long low = PowersOfTen.low(-k);
    // Four times the value and the ends of the interval that rounds to it, in units of 10^k.
    long value = roundToOdd(high, low, (c << 2) << h);
    long lower = roundToOdd(high, low, ((c << 2) - (powerOfTwo ? 1 : 2)) << h);
    long upper = roundToOdd(high, low, ((c << 2) + 2) << h);
    // The ends belong to the interval if c is even.
    long open = c & 1;
    long below = value >> 2;
    if (below >= 10 && chooseShorter(below, lower + open, upper - open, k)) {
      return;
    }
    boolean belowInside = lower + open <= below << 2;
    boolean aboveInside = (below + 1) << 2 <= upper - open;
    long toMiddle = value - ((below << 2) + 2);
    boolean up =
        belowInside == aboveInside
            ? toMiddle > 0 || (toMiddle == 0 && (below & 1) != 0)
            : aboveInside;
    digits = up ? below + 1 : below;
    exponent = k;
  }

  /** Tries one digit less. */
  private boolean chooseShorter(long below, long lower, long upper, int k) {
    long shorter = below / 10;
    boolean belowInside = lower <= shorter * 40;
    boolean aboveInside = shorter * 40 + 40 <= upper;
    if (belowInside == aboveInside) {
      return false;
    }
    digits = aboveInside ? shorter + 1 : shorter;
    exponent = k + 1;
    return true;
  }

  /** The product without its low 127 bits; its last bit is set if any of those was. */
  private static long roundToOdd(long high, long low, long factor) {
    long x1 = Math.multiplyHigh(low, factor);
    long y0 = high * factor;
    long y1 = Math.multiplyHigh(high, factor);
    long z = (y0 >>> 1) + x1;
    long w = y1 + (z >>> 63);
    return w | (((z & Long.MAX_VALUE) + Long.MAX_VALUE) >>> 63);
  }
}
