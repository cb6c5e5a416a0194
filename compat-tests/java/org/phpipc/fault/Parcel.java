package org.phpipc.fault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.phpipc.sysv.Message;

/**
 * A message whose type and bytes come from two numbers alone, so that whoever gets it sees whether
 * it is whole: four types, 8 to 8192 bytes. The PHP twin is {@code parcel.php}.
 *
 * @param producer unsigned, unique to a process
 * @param number from 0, one after the other
 */
record Parcel(int producer, int number) {
  static final int TYPES = 4;

  /** Tells a consumer that no more comes. */
  static final byte[] END = "end".getBytes(StandardCharsets.US_ASCII);

  private static final int LARGEST = 8192;
  private static final int HEADER = 2 * Integer.BYTES;
  private static final byte[] FILLER = filler();

  private static byte[] filler() {
    byte[] filler = new byte[LARGEST + 256];
    for (int i = 0; i < filler.length; i++) {
      filler[i] = (byte) i;
    }
    return filler;
  }

  /** One that stands in a ledger. */
  static Parcel of(long deed) {
    return new Parcel((int) (deed >> Integer.SIZE), (int) deed);
  }

  /** What came in a message, which is exactly what was sent. */
  static Parcel of(Message message) {
    ByteBuffer payload = ByteBuffer.wrap(message.payload());
    Parcel parcel = new Parcel(payload.getInt(), payload.getInt());
    if (message.type() != parcel.type()
        || !payload.rewind().equals(ByteBuffer.wrap(parcel.bytes()))) {
      throw new AssertionError(parcel + " is not what was sent");
    }
    return parcel;
  }

  /** As it stands in a ledger. */
  long deed() {
    return (long) producer << Integer.SIZE | number;
  }

  /** 1 to {@link #TYPES}; the last one is rare. */
  int type() {
    int choice = mix() >>> 8 & 15;
    return choice == 0 ? TYPES : 1 + choice % (TYPES - 1);
  }

  byte[] bytes() {
    int choice = mix() >>> 12 & 1023;
    int size = choice == 1023 ? LARGEST - HEADER : choice;
    return ByteBuffer.allocate(HEADER + size)
        .putInt(producer)
        .putInt(number)
        .put(FILLER, mix() & 255, size)
        .array();
  }

  /** The producer's next one of this type. */
  Parcel nextOfItsType() {
    return firstOfType(type(), producer, number + 1);
  }

  static Parcel firstOfType(int type, int producer, int from) {
    Parcel parcel = new Parcel(producer, from);
    while (parcel.type() != type) {
      parcel = new Parcel(producer, parcel.number + 1);
    }
    return parcel;
  }

  private int mix() {
    return (int) ((producer * 31L + number) * 2654435761L);
  }
}
