package org.phpipc.serialize;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.token.Tag;

/**
 * The arrays and objects that are open: what is still to come in each, the limits of all, and the
 * way to where the reading stands.
 */
abstract sealed class ContainerScanner extends ObjectScanner permits PhpReader {

  /** The shortest pair is {@code i:0;N;}. */
  private static final int SHORTEST_PAIR = 6;

  private static final int UNCHECKED_ROOM = 8;

  final Nesting nesting = new Nesting();

  private final ReadLimits limits;
  private final ReadBudget budget;
  private final KeyTrail trail = new KeyTrail();

  private int slot;
  private boolean numberingOn;

  /** After this number it is not known which value has which. */
  private int lastKnown = Integer.MAX_VALUE;

  /** How many payloads this is inside of. */
  private final int payloadDepth;

  /** Pairs still to come in all containers. */
  private long allLeft;

  private int room;

  ContainerScanner(byte[] bytes, int offset, int length, ReadLimits limits) {
    super(bytes, offset, length);
    this.limits = limits;
    this.budget = new ReadBudget(limits);
    this.payloadDepth = 0;
  }

  /** A scanner of a payload, whose values have the numbers after {@code number}. */
  ContainerScanner(PhpString payload, ContainerScanner around, int number, ReadBudget budget) {
    super(payload.bytes(), 0, payload.length());
    this.limits = around.limits;
    this.budget = budget;
    this.payloadDepth = around.payloadDepth + 1;
    numberAfter(number);
  }

  ContainerScanner(InputStream source, ReadLimits limits) {
    super(source);
    this.limits = limits;
    this.budget = new ReadBudget(limits);
    this.payloadDepth = 0;
  }

  /**
   * The number of the value that was read, or begun, last; 0 before the first. After an object with
   * bytes of its own it is that of the last value in them, as far as they can be counted ({@link
   * PhpCustom}).
   */
  public final int slot() {
    return slot;
  }

  /** How many arrays and objects are open. */
  public final int depth() {
    return nesting.depth();
  }

  /** True if the open array or object has another pair, or outside if there are more bytes. */
  public final boolean hasNext() {
    return nesting.depth() == 0 ? at(position) != END : nesting.left() > 0;
  }

  /** Takes the values that follow for one, with regard to their numbers and to limits. */
  final void keepNumbering() {
    numberingOn = true;
  }

  /** The same, with the first number after this one. */
  final void numberAfter(int number) {
    keepNumbering();
    slot = number;
  }

  /** Whether it is known which value has which number. */
  final boolean knowsAllNumbers() {
    return lastKnown == Integer.MAX_VALUE;
  }

  /** Whether it is known which value has this number. */
  final boolean knows(long number) {
    return number <= lastKnown;
  }

  /** Notes that after this number it is not known which value has which. */
  final void knowNoneAfter(int number) {
    lastKnown = Math.min(lastKnown, number);
  }

  /** Gives the values in the payload of the object that was read last their numbers. */
  final void countPayload(PhpCustom custom) {
    // PHP drops the payload of a class that is not allowed.
    if (allowsClass()) {
      Payload payload = scan(custom.payload());
      custom.scanned(payload);
      if (!payload.isCertain()) {
        knowNoneAfter(slot);
      }
      slot += payload.counted();
    }
  }

  private Payload scan(PhpString payload) {
    return payloadDepth == Payload.DEEPEST
        ? Payload.UNKNOWN
        : PayloadScan.of(payload, inside(payload, slot, new ReadBudget(limits)));
  }

  /** A reader of the values in a payload, which takes what they need from this value's limits. */
  final PhpReader inside(PhpString payload, int number) {
    return inside(payload, number, budget);
  }

  private PhpReader inside(PhpString payload, int number, ReadBudget from) {
    PhpReader in = new PhpReader(payload, this, number, from);
    in.knowNoneAfter(lastKnown);
    return in;
  }

  /** Whether the numbers start anew with the value that comes next. */
  final boolean startsNumbers() {
    return nesting.depth() == 0 && !numberingOn;
  }

  /** Gives the value that comes next its number. */
  final void count() {
    if (startsNumbers()) {
      discardRead();
      slot = 0;
      lastKnown = Integer.MAX_VALUE;
      budget.renew();
    }
    slot++;
  }

  /** Whether the limits allow the class that was read last. */
  final boolean allowsClass() {
    return limits.allows(storedClassName());
  }

  /** Enters an array or an object whose head was read. */
  final void open(byte kind, int count) {
    boolean counts = count > 0 || kind == Tag.OBJECT;
    if (counts && limits.depth() > 0 && nesting.depth() >= limits.depth()) {
      say(Diagnostic.tooDeep(limits.depth()));
      throw failure(position, "nested too deep");
    }
    refuseIf(budget.takeContainer(count), position);
    nesting.open(kind, count);
    allLeft += count;
    room = allLeft <= (limit - position) / SHORTEST_PAIR ? count : Math.min(count, UNCHECKED_ROOM);
  }

  private void refuseIf(@Nullable String refusal, int at) {
    if (refusal != null) {
      throw failure(at, refusal);
    }
  }

  @Override
  final void checkLength(int at, long length) {
    refuseIf(budget.takeString(length), at);
  }

  @Override
  final void checkHandedOn(int at, long length) {
    refuseIf(budget.passString(length), at);
  }

  /**
   * How many pairs to make room for in what was entered last: the count, unless the bytes cannot
   * hold the pairs that all the open containers claim.
   */
  final int room() {
    return room;
  }

  /**
   * Reads the key of the next pair; its value comes next.
   *
   * <p>In an array the decimal strings that PHP takes for ints are ints; names of properties stay
   * as they are.
   *
   * @return {@link PhpToken#INT}, then {@link #keyLong} tells the key, or {@link PhpToken#STRING}
   */
  public final PhpToken nextKey() {
    if (!nesting.hasKey()) {
      throw new IllegalStateException("no key comes next at " + path());
    }
    discardRead();
    trail.mark(nesting.depth(), position);
    scanKey(nesting.kind() == Tag.ARRAY);
    allLeft--;
    nesting.keyCame();
    return keyIsInt() ? PhpToken.INT : PhpToken.STRING;
  }

  /** The key that was read last, if it is an int. */
  public final long keyLong() {
    if (!keyIsInt()) {
      throw new IllegalStateException("the key is a string at " + path());
    }
    return intKey();
  }

  /** Leaves whatever was entered last. */
  final void endContainer() {
    if (!nesting.canClose()) {
      throw new IllegalStateException("there are pairs left at " + path());
    }
    discardRead();
    if (at(position) != Tag.CLOSE) {
      throw failure(position, "expected '}'");
    }
    position++;
    nesting.close();
  }

  /** The way to the value that comes next or was read last, as in {@code $.jobs[3].owner}. */
  public final String path() {
    return trail.path(shownKeys(), bytes, limit);
  }

  private int shownKeys() {
    return nesting.keyIsNext() ? nesting.depth() - 1 : nesting.depth();
  }

  @Override
  final void discarding() {
    trail.keep(shownKeys(), bytes, limit);
  }

  @Override
  final SerializeFormatException failure(long at, String reason) {
    return new SerializeFormatException(offset(at), path(), reason);
  }
}
