package org.phpipc.serialize;

import java.util.Arrays;
import java.util.Locale;

/** A payload with other values in the place of its own. */
final class PayloadPieces {

  private static final ReadLimits UNLIMITED = ReadLimits.standard().withDepth(0);

  private final PhpReader in;
  private final byte[] payload;
  private final PhpArray values;
  private final ValueWriter out;

  /** How many values are written. */
  private int written;

  /** Up to here the payload is copied. */
  private int copied;

  private PayloadPieces(PhpString payload, PhpArray values, ValueWriter out) {
    this.in = new PhpReader(payload.bytes(), 0, payload.length(), UNLIMITED);
    this.payload = payload.bytes();
    this.values = values;
    this.out = out;
    in.numberAfter(Payload.AFTER_ALL);
  }

  /**
   * Writes the payload.
   *
   * @throws SerializeValueException if a value has no form in PHP, or there are not as many values
   *     as in the payload
   */
  static void write(PhpString payload, PhpArray values, ValueWriter out) {
    PayloadPieces pieces = new PayloadPieces(payload, values, out);
    try {
      PayloadGrammar.read(pieces.in, pieces::replaceValue);
    } catch (SerializeFormatException e) {
      throw out.failure("a payload of an unknown kind with values of its own");
    }
    pieces.finish();
  }

  private void replaceValue() {
    copyTo((int) in.position());
    in.skipValue();
    copied = (int) in.position();
    if (written < values.size()) {
      out.writePlace(values.valueAt(written));
    }
    written++;
  }

  private void finish() {
    copyTo(payload.length);
    if (written != values.size()) {
      throw out.failure(
          String.format(
              Locale.ROOT, "%d values for a payload that has %d", values.size(), written));
    }
  }

  private void copyTo(int end) {
    out.out.putRaw(Arrays.copyOfRange(payload, copied, end));
  }
}
