package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.token.ByteWindow;
import org.phpipc.serialize.token.KeyScanner;
import org.phpipc.serialize.token.ReadBudget;
import org.phpipc.serialize.token.Tag;
import org.phpipc.serialize.token.TokenScanner;

/**
 * Reads PHP's format token by token.
 *
 * <p>The caller takes each value with the method for its kind, which {@link #peek} returns. It
 * enters and leaves arrays and objects; inside them each value follows its key:
 *
 * <pre>{@code
 * PhpReader in = new PhpReader(bytes);
 * in.beginArray();
 * while (in.hasNext()) {
 *   in.nextKey();
 *   System.out.println(in.key() + " is " + in.nextLong());
 * }
 * in.endArray();
 * }</pre>
 *
 * <p>Values may follow each other directly: after one, {@link #position} is the start of the next.
 *
 * <p>Every value has a {@linkplain #slot() number}, from 1 in the order of the bytes, and {@code r}
 * and {@code R} name earlier values by it. Each outermost value starts again with 1.
 *
 * <p>Broken bytes throw {@link SerializeFormatException}; the reader cannot be used after that. A
 * method for another kind than that of {@link #peek} throws {@link IllegalStateException}.
 */
public final class PhpReader {
  private static final OutputStream NOWHERE = OutputStream.nullOutputStream();

  /** The length of the shortest pair, {@code i:0;N;}. */
  private static final int SHORTEST_PAIR = 6;

  /** The number of pairs for which there is room in any container. */
  private static final int UNCHECKED_ROOM = 8;

  private final ReadLimits limits;
  private final ReadBudget budget;
  private final Nesting nesting = new Nesting();
  private final KeyTrail trail = new KeyTrail();
  private final ReadReports reports = new ReadReports(nesting, trail);
  private final ValueNumbers numbers = new ValueNumbers();
  private final TokenScanner in;
  private final KeyScanner keys;
  private final ClassScanner classes;

  /** The number of payloads around the bytes. */
  private final int payloadDepth;

  /** Whether numbers go on from one outermost value to the next. */
  private boolean numberingKept;

  /** The number of pairs still to come in all open containers. */
  private long allLeft;

  private int room;

  /** A reader of all these bytes with PHP's limits. */
  public PhpReader(byte[] bytes) {
    this(bytes, 0, bytes.length, ReadLimits.standard());
  }

  /** A reader of {@code length} bytes from {@code offset} on. */
  public PhpReader(byte[] bytes, int offset, int length, ReadLimits limits) {
    this.limits = limits;
    this.budget = limits.budget();
    this.payloadDepth = 0;
    this.in = new TokenScanner(bytes, offset, length, reports, budget);
    this.keys = new KeyScanner(in);
    this.classes = new ClassScanner(in, reports);
  }

  /** A reader of the values in a payload, which have the numbers after {@code number}. */
  private PhpReader(PhpString payload, PhpReader around, int number, ReadBudget budget) {
    this.limits = around.limits;
    this.budget = budget;
    this.payloadDepth = around.payloadDepth + 1;
    this.in = new TokenScanner(payload.bytes(), 0, payload.length(), reports, budget);
    this.keys = new KeyScanner(in);
    this.classes = new ClassScanner(in, reports);
    numberAfter(number);
    numbers.knowNoMoreThan(around.numbers);
  }

  /** A reader of a stream with PHP's limits. */
  public PhpReader(InputStream source) {
    this(source, ReadLimits.standard());
  }

  /**
   * A reader of a stream. It needs constant memory if the caller takes values one by one and long
   * strings with {@link #nextBytes(OutputStream)}. Memory for a string is allocated as its bytes
   * come, whatever length it claims.
   *
   * <p>The reader waits for no byte after the value that is asked for, but may have taken more from
   * the stream than it has read. A count that is too large for the input is noticed at the end of
   * the input. An error of the stream is thrown as {@link UncheckedIOException}.
   */
  public PhpReader(InputStream source, ReadLimits limits) {
    this.limits = limits;
    this.budget = limits.budget();
    this.payloadDepth = 0;
    this.in = new TokenScanner(source, reports, budget);
    this.keys = new KeyScanner(in);
    this.classes = new ClassScanner(in, reports);
  }

  /** Sends the warnings and notices of PHP to {@code diagnostics}. */
  public PhpReader onDiagnostic(Consumer<Diagnostic> diagnostics) {
    sendDiagnosticsTo(diagnostics);
    return this;
  }

  /** Sends what PHP would say to a consumer; null for nobody. */
  void sendDiagnosticsTo(@Nullable Consumer<Diagnostic> diagnostics) {
    reports.sendDiagnosticsTo(diagnostics);
  }

  /** Goes on to other bytes, as if made for them. */
  void startAnew(byte[] bytes, int offset, int length) {
    in.startAnew(bytes, offset, length);
    keys.clear();
  }

  /** Skips bytes that stand between values. */
  void skip(int count) {
    in.position += count;
  }

  /** How many bytes are read. */
  public long position() {
    return in.offset(in.position);
  }

  /**
   * The number of the value that was read, or begun, last; 0 before the first. After an object with
   * bytes of its own it is that of the last value in them, as far as they can be counted ({@link
   * PhpCustom}).
   */
  public int slot() {
    return numbers.last;
  }

  /** How many arrays and objects are open. */
  public int depth() {
    return nesting.depth();
  }

  /** True if the open array or object has another pair, or outside if there are more bytes. */
  public boolean hasNext() {
    return nesting.depth() == 0 ? in.at(in.position) != ByteWindow.END : nesting.left() > 0;
  }

  /** The path to the value that comes next or was read last, as in {@code $.jobs[3].owner}. */
  public String path() {
    return reports.path(in);
  }

  /** Takes the values that follow for one, with regard to their numbers and to limits. */
  void keepNumbering() {
    numberingKept = true;
  }

  /** Keeps the numbering, and gives the value that follows the number after {@code number}. */
  void numberAfter(int number) {
    keepNumbering();
    numbers.last = number;
  }

  /** Whether it is known which value has which number. */
  boolean knowsAllNumbers() {
    return numbers.knowsAll();
  }

  /** Notes that after this number it is not known which value has which. */
  void knowNoneAfter(int number) {
    numbers.knowNoneAfter(number);
  }

  /** The kind of the value that comes next. */
  public PhpToken peek() {
    requireValue();
    PhpToken token = PhpToken.of(in.at(in.position));
    if (token == null) {
      throw noValue();
    }
    return token;
  }

  /** The tag that comes next, which may be none. */
  int peekTag() {
    return in.at(in.position);
  }

  private void requireValue() {
    if (nesting.keyIsNext()) {
      throw new IllegalStateException("a key comes next, or the end of the array or object");
    }
  }

  /** The exception where no value starts. */
  SerializeFormatException noValue() {
    if (in.at(in.position) == Tag.CLOSE) {
      reports.say(Diagnostic.unexpectedEnd());
    }
    return failure("expected a value");
  }

  /** Starts a value of this kind. */
  private void begin(byte tag) {
    if (nesting.keyIsNext() || in.at(in.position) != tag) {
      throw mismatch(PhpToken.of(tag));
    }
    count();
  }

  /** Whether the value that comes next has the number 1. */
  private boolean startsNumbers() {
    return nesting.depth() == 0 && !numberingKept;
  }

  /** Gives the value that comes next its number. */
  private void count() {
    if (startsNumbers()) {
      discardRead();
      numbers.clear();
      budget.renew();
    }
    numbers.last++;
  }

  /** Lets go the bytes that are read, if that pays. */
  private void discardRead() {
    if (in.isWorthDiscarding()) {
      reports.keepPath(in);
      in.discard();
    }
  }

  private RuntimeException mismatch(@Nullable PhpToken asked) {
    PhpToken found = peek();
    return new IllegalStateException("asked for " + asked + " where " + found + " is at " + path());
  }

  /** Reads a null. */
  public void nextNull() {
    begin(Tag.NULL);
    in.scanNull();
    nesting.valueCame();
  }

  /** Reads a bool. */
  public boolean nextBoolean() {
    begin(Tag.BOOLEAN);
    boolean value = in.scanBoolean();
    nesting.valueCame();
    return value;
  }

  /** Reads an int; PHP clamps one out of range, with a warning. */
  public long nextLong() {
    begin(Tag.INT);
    long value = in.scanInt();
    nesting.valueCame();
    return value;
  }

  /** Reads a float, correctly rounded. */
  public double nextDouble() {
    begin(Tag.FLOAT);
    double value = in.scanDouble();
    nesting.valueCame();
    return value;
  }

  /** Reads a string as UTF-8; malformed bytes become U+FFFD. */
  public String nextString() {
    scanStringValue();
    return new String(in.text, in.textStart, in.textLength, UTF_8);
  }

  /** Reads a string as its bytes. */
  public byte[] nextBytes() {
    scanStringValue();
    return Arrays.copyOfRange(in.text, in.textStart, in.textStart + in.textLength);
  }

  /**
   * Reads a string piece by piece and writes its bytes to {@code to}, in constant memory if they
   * come from a stream. Of the limits only {@link ReadLimits#stringBytes} applies.
   *
   * @return how many bytes there were
   * @throws UncheckedIOException if {@code to} does not take them
   */
  public long nextBytes(OutputStream to) {
    if (!nesting.keyIsNext() && in.at(in.position) == Tag.ESCAPED) {
      return transferEscaped(to);
    }
    begin(Tag.STRING);
    long tag = position();
    long length = in.scanHandedOn();
    for (long rest = length; rest > 0; ) {
      if (in.position == in.limit) {
        discardRead();
      }
      rest -= in.transfer(rest, tag - in.offset(0), to);
    }
    in.endHandedOn();
    nesting.valueCame();
    return length;
  }

  private long transferEscaped(OutputStream to) {
    scanStringValue();
    try {
      to.write(in.text, in.textStart, in.textLength);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return in.textLength;
  }

  /** Reads a string as a {@link String} if it is valid UTF-8, otherwise as a {@link PhpString}. */
  Object nextTextOrBytes() {
    scanStringValue();
    return textOrBytes();
  }

  private Object textOrBytes() {
    return PhpString.textOrBytes(in.text, in.textStart, in.textLength);
  }

  private void scanStringValue() {
    if (!nesting.keyIsNext() && in.at(in.position) == Tag.ESCAPED) {
      count();
      in.scanEscaped();
    } else {
      begin(Tag.STRING);
      in.scanString();
    }
    nesting.valueCame();
  }

  /**
   * Enters an array.
   *
   * @return the number of its pairs
   */
  public int beginArray() {
    begin(Tag.ARRAY);
    long count = in.scanCount();
    if (!in.mayHavePairs(in.position, count)) {
      throw failure("impossible count");
    }
    open(Tag.ARRAY, (int) count);
    return (int) count;
  }

  /**
   * Enters an object; {@link #className} gives its class.
   *
   * @return the number of its properties
   */
  public int beginObject() {
    begin(Tag.OBJECT);
    int count = classes.scanObjectHead();
    open(Tag.OBJECT, count);
    return count;
  }

  /** The class of the object that was read last; bytes that are not UTF-8 become U+FFFD. */
  public String className() {
    return classes.className().toString();
  }

  /** The class of the object that was read last, as a PhpString if it is not UTF-8. */
  Object storedClassName() {
    return classes.className();
  }

  /** Whether the limits allow the class that was read last. */
  boolean allowsClass() {
    return limits.allows(classes.className());
  }

  /** Enters an array or an object whose head was read. */
  private void open(byte kind, int count) {
    boolean counts = count > 0 || kind == Tag.OBJECT;
    if (counts && limits.depth() > 0 && nesting.depth() >= limits.depth()) {
      reports.say(Diagnostic.tooDeep(limits.depth()));
      throw failure("nested too deep");
    }
    String refusal = budget.takeContainer(count);
    if (refusal != null) {
      throw failure(refusal);
    }
    nesting.open(kind, count);
    allLeft += count;
    boolean possible = allLeft <= (in.limit - in.position) / SHORTEST_PAIR;
    room = possible ? count : Math.min(count, UNCHECKED_ROOM);
  }

  /**
   * How many pairs to make room for in what was entered last: the count, unless the bytes cannot
   * hold the pairs that all the open containers claim.
   */
  int room() {
    return room;
  }

  /**
   * Reads the key of the next pair; its value comes next.
   *
   * <p>In an array the decimal strings that PHP takes for ints are ints; names of properties stay
   * as they are.
   *
   * @return {@link PhpToken#INT}, then {@link #keyLong} gives the key, or {@link PhpToken#STRING}
   */
  public PhpToken nextKey() {
    if (!nesting.hasKey()) {
      throw new IllegalStateException("no key comes next at " + path());
    }
    discardRead();
    trail.mark(nesting.depth(), in.position);
    if (!keys.scan(nesting.kind() == Tag.ARRAY)) {
      throw badKey();
    }
    allLeft--;
    nesting.keyCame();
    return keys.isInt() ? PhpToken.INT : PhpToken.STRING;
  }

  /** PHP reads a key as it reads a value, and only then looks what it got. */
  private SerializeFormatException badKey() {
    switch (in.at(in.position)) {
      case Tag.NULL -> in.scanNull();
      case Tag.BOOLEAN -> in.scanBoolean();
      case Tag.FLOAT -> in.scanDouble();
      case Tag.ARRAY -> in.scanCount();
      case Tag.REFERENCE, Tag.OBJECT_REFERENCE -> in.scanSlot();
      case Tag.CLOSE -> reports.say(Diagnostic.unexpectedEnd());
      default -> {}
    }
    return failure("expected an int or string key");
  }

  /**
   * The key that was read last, until its value is: a Long, a String, or if not UTF-8 a PhpString.
   */
  public Object key() {
    if (keys.isInt()) {
      return keys.intKey();
    }
    String known = keys.knownText();
    return known == null ? textOrBytes() : known;
  }

  /** The key that was read last, if it is an int. */
  public long keyLong() {
    if (!keys.isInt()) {
      throw new IllegalStateException("the key is a string at " + path());
    }
    return keys.intKey();
  }

  /** Leaves an array whose pairs are all read. */
  public void endArray() {
    end(Tag.ARRAY);
  }

  /** Leaves an object whose properties are all read. */
  public void endObject() {
    end(Tag.OBJECT);
  }

  private void end(byte kind) {
    if (nesting.kind() != kind) {
      throw new IllegalStateException("not in " + PhpToken.of(kind) + " at " + path());
    }
    endContainer();
  }

  /** Leaves whatever was entered last. */
  void endContainer() {
    if (!nesting.canClose()) {
      throw new IllegalStateException("there are pairs left at " + path());
    }
    discardRead();
    if (in.at(in.position) != Tag.CLOSE) {
      throw failure("expected '}'");
    }
    in.position++;
    nesting.close();
  }

  /** Reads an enum case. */
  public PhpEnum nextEnum() {
    begin(Tag.ENUM);
    PhpEnum value = classes.scanEnum();
    nesting.valueCame();
    return value;
  }

  /** Reads an object that wrote its own bytes. */
  public PhpCustom nextCustom() {
    begin(Tag.CUSTOM);
    PhpCustom value = classes.scanCustom();
    // PHP drops the payload of a class that is not allowed.
    if (allowsClass()) {
      Payload payload = scan(value.payload());
      value.scanned(payload);
      numbers.addPayload(payload);
    }
    nesting.valueCame();
    return value;
  }

  private Payload scan(PhpString payload) {
    return payloadDepth == Payload.DEEPEST
        ? Payload.UNKNOWN
        : PayloadScan.of(payload, new PhpReader(payload, this, numbers.last, limits.budget()));
  }

  /** A reader of the values in a payload, which takes what they need from this value's limits. */
  PhpReader inside(PhpString payload, int number) {
    return new PhpReader(payload, this, number, budget);
  }

  /**
   * Reads {@code r}: an object again.
   *
   * @return the number of an earlier value, which must be an object
   */
  public int nextObjectReference() {
    begin(Tag.OBJECT_REFERENCE);
    return scanReference(numbers.last - 1);
  }

  /**
   * Reads {@code R}: this place is bound to an earlier one. It has no number of its own.
   *
   * @return the number of an earlier value
   */
  public int nextReference() {
    if (nesting.keyIsNext() || in.at(in.position) != Tag.REFERENCE) {
      throw mismatch(PhpToken.REFERENCE);
    }
    return scanReference(startsNumbers() ? 0 : numbers.last);
  }

  private int scanReference(int last) {
    long target = in.scanSlot();
    if (!numbers.knows(target)) {
      throw failure(
          String.format(
              Locale.ROOT,
              "a reference to the number %d, which stands after an object with bytes of its own that may"
                  + " hold values with numbers too",
              target));
    }
    if (target < 1 || target > last) {
      throw badReference();
    }
    nesting.valueCame();
    return (int) target;
  }

  /** The exception for the reference that was just read. */
  SerializeFormatException badReference() {
    nesting.valueFailed();
    return failure("a reference to what cannot be referred to");
  }

  /** Reads a value of any kind and forgets it. */
  public void skipValue() {
    int outside = nesting.depth();
    requireValue();
    do {
      if (!nesting.keyIsNext()) {
        skipOrEnter();
      } else if (nesting.left() > 0) {
        nextKey();
      } else {
        endContainer();
      }
    } while (nesting.depth() > outside);
  }

  private void skipOrEnter() {
    switch (peek()) {
      case NULL -> nextNull();
      case BOOLEAN -> nextBoolean();
      case INT -> nextLong();
      case FLOAT -> nextDouble();
      case STRING -> nextBytes(NOWHERE);
      case ARRAY -> beginArray();
      case OBJECT -> beginObject();
      case CUSTOM -> nextCustom();
      case ENUM -> nextEnum();
      case OBJECT_REFERENCE -> nextObjectReference();
      case REFERENCE -> nextReference();
    }
  }

  /** Fails if there are more bytes, or an array or object is open. */
  public void requireEnd() {
    if (nesting.depth() > 0 || in.at(in.position) != ByteWindow.END) {
      throw failure("expected the end");
    }
  }

  /** Passes on what PHP says without giving up. */
  void say(Diagnostic diagnostic) {
    reports.say(diagnostic);
  }

  /** The exception for broken bytes where the reading stands. */
  SerializeFormatException failure(String reason) {
    return reports.failure(in, in.position, reason);
  }
}
