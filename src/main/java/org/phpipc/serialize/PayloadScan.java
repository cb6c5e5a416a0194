package org.phpipc.serialize;

/** Counts the values in a payload without making them. */
final class PayloadScan {

  private final PhpReader in;
  private boolean refers;

  /** Whether a string looks as if its class reads values from it too. */
  private boolean holdsMore;

  private PayloadScan(PhpReader in) {
    this.in = in;
  }

  /**
   * What is known of a payload.
   *
   * @param in at its start, with the number of the object that has it
   */
  static Payload of(PhpString payload, PhpReader in) {
    int before = in.slot();
    PayloadScan scan = new PayloadScan(in);
    try {
      PayloadGrammar.read(in, scan::skipValue);
    } catch (SerializeFormatException e) {
      return PayloadText.holdsNoValue(payload) ? Payload.WITHOUT_VALUES : Payload.UNKNOWN;
    }
    return scan.holdsMore || !in.knowsAllNumbers()
        ? Payload.UNKNOWN
        : new Payload(in.slot() - before, scan.refers);
  }

  private void skipValue() {
    do {
      skipOrEnter();
    } while (advance());
  }

  private void skipOrEnter() {
    switch (in.peek()) {
      case ARRAY -> in.beginArray();
      case OBJECT -> in.beginObject();
      case STRING -> holdsMore |= PayloadText.looksSerialized(in.nextBytes());
      case CUSTOM -> skipCustom();
      case OBJECT_REFERENCE, REFERENCE -> {
        refers = true;
        in.skipValue();
      }
      default -> in.skipValue();
    }
  }

  private void skipCustom() {
    PhpCustom custom = in.nextCustom();
    refers |= in.allowsClass() && custom.scanned().refers();
  }

  /** Goes to the next value in the open containers; gives false if there is none. */
  private boolean advance() {
    while (in.depth() > 0 && !in.hasNext()) {
      in.endContainer();
    }
    if (in.depth() == 0) {
      return false;
    }
    in.nextKey();
    return true;
  }
}
