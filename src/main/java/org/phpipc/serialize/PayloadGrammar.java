package org.phpipc.serialize;

import org.phpipc.serialize.token.Tag;

/**
 * The payloads in which each value has a number.
 *
 * <pre>
 * payload = value                                          what a class gave to serialize()
 *         | "x:" int *( value [ "," value ] ";" ) "m:" array
 *                                     ArrayObject and its iterators, SplObjectStorage
 *         | int 1*( ":" value )       SplDoublyLinkedList, SplQueue, SplStack
 *         | string array              GMP
 * </pre>
 *
 * <p>Several values in a row are none of these, except for GMP: a class may hand them to {@code
 * unserialize()} one by one, or all together, which reads the first and ignores the others.
 */
final class PayloadGrammar {
  private static final char STORAGE = 'x';
  private static final char MEMBERS = 'm';
  private static final char AND = ',';

  private final PhpReader in;
  private final Runnable value;

  private PayloadGrammar(PhpReader in, Runnable value) {
    this.in = in;
    this.value = value;
  }

  /**
   * Reads a payload to its end.
   *
   * @param value reads one value
   * @throws SerializeFormatException if it is none of these payloads
   */
  static void read(PhpReader in, Runnable value) {
    new PayloadGrammar(in, value).read();
    in.requireEnd();
  }

  private void read() {
    if (in.peekTag() == STORAGE) {
      readStorage();
      return;
    }
    int first = in.peekTag();
    value.run();
    if (first == Tag.INT) {
      while (take(Tag.COLON)) {
        value.run();
      }
    } else if (first == Tag.STRING && in.peekTag() == Tag.ARRAY) {
      value.run();
    }
  }

  private void readStorage() {
    require(STORAGE);
    require(Tag.COLON);
    readValue(Tag.INT);
    while (in.peekTag() != MEMBERS) {
      value.run();
      if (take(AND)) {
        value.run();
      }
      require(Tag.SEMICOLON);
    }
    require(MEMBERS);
    require(Tag.COLON);
    readValue(Tag.ARRAY);
  }

  private void readValue(byte tag) {
    if (in.peekTag() != tag) {
      throw in.noValue();
    }
    value.run();
  }

  private void require(int mark) {
    if (!take(mark)) {
      throw in.noValue();
    }
  }

  private boolean take(int mark) {
    boolean here = in.peekTag() == mark;
    if (here) {
      in.skip(1);
    }
    return here;
  }
}
