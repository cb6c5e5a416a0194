package org.phpipc.serialize;

import java.util.Arrays;
import java.util.Locale;
import org.phpipc.serialize.token.TokenSink;

/** A payload with other values in the place of its own. */
final class PayloadPieces {
  private static final ReadLimits UNLIMITED = ReadLimits.standard().withDepth(0);

  private final PhpReader in;
  private final byte[] payload;
  private final PhpArray values;
  private final TokenSink out;
  private final WritePass pass;

  /** How many values are written. */
  private int written;

  /** Up to here the payload is copied. */
  private int copied;

  private PayloadPieces(PhpString payload, PhpArray values, TokenSink out, WritePass pass) {
    this.in = new PhpReader(payload.bytes(), 0, payload.length(), UNLIMITED);
    this.payload = payload.bytes();
    this.values = values;
    this.out = out;
    this.pass = pass;
    in.numberAfter(Payload.AFTER_ALL);
  }

  /**
   * Writes the payload.
   *
   * @param pass writes the values to {@code out}
   * @throws SerializeValueException if a value has no form in PHP, or there are not as many values
   *     as in the payload
   */
  static void write(PhpString payload, PhpArray values, TokenSink out, WritePass pass) {
    PayloadPieces pieces = new PayloadPieces(payload, values, out, pass);
    try {
      PayloadGrammar.read(pieces.in, pieces::replaceValue);
    } catch (SerializeFormatException e) {
      throw pass.failure("a payload of an unknown kind with values of its own");
    }
    pieces.finish();
  }

  private void replaceValue() {
    copyTo((int) in.position());
    in.skipValue();
    copied = (int) in.position();
    if (written < values.size()) {
      pass.writePlace(values.valueAt(written));
    }
    written++;
  }

  private void finish() {
    copyTo(payload.length);
    if (written != values.size()) {
      throw pass.failure(
          String.format(
              Locale.ROOT, "%d values for a payload that has %d", values.size(), written));
    }
  }

  private void copyTo(int end) {
    out.put(Arrays.copyOfRange(payload, copied, end));
  }
}
