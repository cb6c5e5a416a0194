package org.phpipc.serialize;

/**
 * What is known of the values in the payload of a {@link PhpCustom}.
 *
 * <p>PHP numbers the values that {@code serialize()} writes inside {@code
 * Serializable::serialize()} as it numbers all others (php_var_serialize_init in
 * ext/standard/var.c), and so do the classes of ext/spl and GMP. Only the class knows which bytes
 * of its payload are such values.
 *
 * @param count how many numbers the values take; {@link #UNCERTAIN} if that depends on the class
 * @param refers whether there is an {@code r} or {@code R} among them
 */
public record Payload(int count, boolean refers) {

  static final int UNCERTAIN = -1;

  static final Payload WITHOUT_VALUES = new Payload(0, false);
  static final Payload UNKNOWN = new Payload(UNCERTAIN, false);

  /** A payload of a payload, and so on, is looked into up to this depth. */
  static final int DEEPEST = 16;

  /** More than any number, so that every {@code r} and {@code R} names an earlier value. */
  static final int AFTER_ALL = 1 << 30;

  /** What is known of a payload that stands alone. */
  static Payload of(PhpString payload) {
    PhpReader in = new PhpReader(payload.bytes());
    in.numberAfter(AFTER_ALL);
    return PayloadScan.of(payload, in);
  }

  boolean isCertain() {
    return count != UNCERTAIN;
  }

  /** How many numbers are counted for the values, whether certain or not. */
  int counted() {
    return Math.max(count, 0);
  }
}
