package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads PHP's format token by token.
 *
 * <p>A value is taken with the method for its kind, which {@link #peek} tells. Arrays and objects
 * are entered and left; inside, each value follows its key:
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
 * <p>Values may stand back to back: after one, {@link #position} is where the next one starts.
 *
 * <p>Every value has a {@linkplain #slot() number}, from 1 in the order of the bytes, and {@code r}
 * and {@code R} name earlier values by it. Numbers start anew with each outermost value.
 *
 * <p>Broken bytes throw {@link SerializeFormatException}, after which the reader is of no more use.
 * Asking for another kind than {@link #peek} tells throws {@link IllegalStateException}.
 */
public final class PhpReader extends ByteScanner {

  /** What an element, a container and a string take in memory, beside the bytes of the string. */
  private static final int ELEMENT_BYTES = 80;

  private static final int CONTAINER_BYTES = 160;
  private static final int STRING_BYTES = 64;

  /** The shortest pair is {@code i:0;N;}. */
  private static final int SHORTEST_PAIR = 6;

  private static final int MOST_ELEMENTS = 1 << 30;
  private static final int UNCHECKED_ROOM = 8;

  private final int origin;
  private final ReadLimits limits;
  private @Nullable Consumer<Diagnostic> diagnostics;

  private int depth;
  private int slot;
  private boolean numberingOn;

  /** Pairs still to come in the innermost container, and in all of them. */
  private int left;

  private long allLeft;
  private boolean keyIsNext;

  /** Of each container around: pairs to come, kind, and where its current key starts. */
  private int[] outerLeft = new int[16];

  private byte[] kinds = new byte[16];
  private int[] keyStarts = new int[16];

  private long elements;
  private long allocated;
  private int room;
  private Object className = "";
  private boolean keyIsInt;
  private long keyLong;

  /** A reader of all these bytes with PHP's limits. */
  public PhpReader(byte[] bytes) {
    this(bytes, 0, bytes.length, ReadLimits.standard());
  }

  /** A reader of {@code length} bytes from {@code offset} on. */
  public PhpReader(byte[] bytes, int offset, int length, ReadLimits limits) {
    super(bytes, offset, offset + length);
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.origin = offset;
    this.limits = limits;
  }

  /** Sends what PHP would say while it reads on to {@code diagnostics}. */
  public PhpReader onDiagnostic(Consumer<Diagnostic> diagnostics) {
    this.diagnostics = diagnostics;
    return this;
  }

  /** Takes the values that follow for one, with regard to their numbers and to limits. */
  PhpReader numberingOn() {
    numberingOn = true;
    return this;
  }

  /** Leaves out bytes that stand between values. */
  void skip(int count) {
    position += count;
  }

  /** How many bytes are read. */
  public long position() {
    return (long) position - origin;
  }

  /** The number of the value that was read, or begun, last; 0 before the first. */
  public int slot() {
    return slot;
  }

  /** How many arrays and objects are open. */
  public int depth() {
    return depth;
  }

  /** True if the open array or object has another pair, or outside if there are more bytes. */
  public boolean hasNext() {
    return depth == 0 ? position < limit : left > 0;
  }

  /** The kind of the value that comes next. */
  public PhpToken peek() {
    requireValue();
    PhpToken token = PhpToken.of(at(position));
    if (token == null) {
      throw noValue();
    }
    return token;
  }

  /** The tag that comes next, which may be none. */
  int peekTag() {
    return at(position);
  }

  private void requireValue() {
    if (keyIsNext) {
      throw new IllegalStateException("a key comes next, or the end of the array or object");
    }
  }

  /** The exception where no value starts. */
  SerializeFormatException noValue() {
    if (at(position) == Tag.CLOSE) {
      say(Diagnostic.unexpectedEnd());
    }
    return failure(position, "expected a value");
  }

  /** Starts a value of this kind. */
  private void begin(byte tag) {
    if (keyIsNext || at(position) != tag) {
      throw mismatch(PhpToken.of(tag));
    }
    count();
  }

  private void count() {
    if (depth == 0 && !numberingOn) {
      slot = 0;
      elements = 0;
      allocated = 0;
    }
    slot++;
  }

  private RuntimeException mismatch(@Nullable PhpToken asked) {
    PhpToken found = peek();
    return new IllegalStateException("asked for " + asked + " where " + found + " is at " + path());
  }

  private void completed() {
    keyIsNext = depth > 0;
  }

  /** Reads a null. */
  public void nextNull() {
    begin(Tag.NULL);
    scanNull();
    completed();
  }

  /** Reads a bool. */
  public boolean nextBoolean() {
    begin(Tag.BOOLEAN);
    boolean value = scanBoolean();
    completed();
    return value;
  }

  /** Reads an int; PHP clamps one out of range, with a warning. */
  public long nextLong() {
    begin(Tag.INT);
    long value = scanInt();
    completed();
    return value;
  }

  /** Reads a float, correctly rounded. */
  public double nextDouble() {
    begin(Tag.FLOAT);
    double value = scanDouble();
    completed();
    return value;
  }

  /** Reads a string as UTF-8; malformed bytes become U+FFFD. */
  public String nextString() {
    scanStringValue();
    return new String(text, textStart, textLength, UTF_8);
  }

  /** Reads a string as its bytes. */
  public byte[] nextBytes() {
    scanStringValue();
    return Arrays.copyOfRange(text, textStart, textStart + textLength);
  }

  /** Reads a string as a {@link String} if it is valid UTF-8, otherwise as a {@link PhpString}. */
  Object nextTextOrBytes() {
    scanStringValue();
    return PhpString.textOrBytes(text, textStart, textLength);
  }

  private void scanStringValue() {
    if (!keyIsNext && at(position) == Tag.ESCAPED) {
      count();
      scanEscaped();
    } else {
      begin(Tag.STRING);
      scanString();
    }
    completed();
  }

  /**
   * Enters an array.
   *
   * @return the number of its pairs
   */
  public int beginArray() {
    begin(Tag.ARRAY);
    int count = scanArrayCount();
    open(Tag.ARRAY, count);
    return count;
  }

  private int scanArrayCount() {
    long count = scanCount();
    if (count < 0 || count >= MOST_ELEMENTS || count > (limit - position) / 2) {
      throw failure(position, "impossible count");
    }
    return (int) count;
  }

  /**
   * Enters an object; {@link #className} tells its class.
   *
   * @return the number of its properties
   */
  public int beginObject() {
    begin(Tag.OBJECT);
    scanClassName();
    int quote = cursor - 2;
    if (limit - quote < 3) {
      say(Diagnostic.badData());
      throw failure(quote, "expected a count");
    }
    long count = scanLooseCount();
    if (count < 0 || count > (limit - quote) / 2) {
      throw failure(cursor, "impossible count");
    }
    openBrace();
    open(Tag.OBJECT, (int) count);
    return (int) count;
  }

  private void openBrace() {
    if (at(cursor) != Tag.COLON) {
      throw failure(cursor, "expected ':'");
    }
    if (at(cursor + 1) != Tag.OPEN) {
      throw failure(cursor + 1, "expected '{'");
    }
    position = cursor + 2;
  }

  /** Leaves {@link #cursor} after the colon. */
  private void scanClassName() {
    scanQuoted("class name", 1, Tag.COLON);
    if (!ClassName.isValid(text, textStart, textLength)) {
      throw failure(position, "not a class name");
    }
    className = PhpString.textOrBytes(text, textStart, textLength);
  }

  /** The class of the object that was entered last; bytes that are not UTF-8 become U+FFFD. */
  public String className() {
    return className.toString();
  }

  Object storedClassName() {
    return className;
  }

  /** Whether the limits allow the class that was read last. */
  boolean allowsClass() {
    return limits.allows(className);
  }

  private void open(byte kind, int count) {
    if (limits.depth() > 0 && depth >= limits.depth() && (count > 0 || kind == Tag.OBJECT)) {
      say(Diagnostic.tooDeep(limits.depth()));
      throw failure(position, "nested too deep");
    }
    elements += count;
    if (elements > limits.elements()) {
      throw failure(position, "more elements than the limit");
    }
    allocate(position, CONTAINER_BYTES + (long) count * ELEMENT_BYTES);
    if (depth == kinds.length) {
      grow();
    }
    outerLeft[depth] = left;
    kinds[depth] = kind;
    keyStarts[depth] = position;
    depth++;
    left = count;
    allLeft += count;
    room = allLeft <= (limit - position) / SHORTEST_PAIR ? count : Math.min(count, UNCHECKED_ROOM);
    keyIsNext = true;
  }

  private void grow() {
    outerLeft = Arrays.copyOf(outerLeft, depth * 2);
    kinds = Arrays.copyOf(kinds, depth * 2);
    keyStarts = Arrays.copyOf(keyStarts, depth * 2);
  }

  /**
   * How many pairs to make room for in what was entered last: the count, unless the bytes cannot
   * hold the pairs that all the open containers claim.
   */
  int room() {
    return room;
  }

  private void allocate(int at, long bytes) {
    allocated += bytes;
    if (allocated > limits.totalBytes()) {
      throw failure(at, "more memory than the limit");
    }
  }

  @Override
  void checkLength(int at, int length) {
    if (length > limits.stringBytes()) {
      throw failure(at, "a longer string than the limit");
    }
    allocate(at, STRING_BYTES + (long) length);
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
    if (depth == 0 || kinds[depth - 1] != kind) {
      throw new IllegalStateException("not in " + PhpToken.of(kind) + " at " + path());
    }
    endContainer();
  }

  /** Leaves whatever was entered last. */
  void endContainer() {
    if (!keyIsNext || left > 0) {
      throw new IllegalStateException("there are pairs left at " + path());
    }
    if (at(position) != Tag.CLOSE) {
      throw failure(position, "expected '}'");
    }
    position++;
    depth--;
    left = outerLeft[depth];
    completed();
  }

  /**
   * Reads the key of the next pair; its value comes next.
   *
   * <p>In an array the decimal strings that PHP takes for ints are ints; names of properties stay
   * as they are.
   *
   * @return {@link PhpToken#INT}, then {@link #keyLong} tells the key, or {@link PhpToken#STRING}
   */
  public PhpToken nextKey() {
    if (!keyIsNext || left == 0) {
      throw new IllegalStateException("no key comes next at " + path());
    }
    keyStarts[depth - 1] = position;
    switch (at(position)) {
      case Tag.INT -> {
        keyLong = scanInt();
        keyIsInt = true;
      }
      case Tag.STRING -> {
        scanString();
        keyIsInt = isIntText();
      }
      case Tag.ESCAPED -> {
        scanEscaped();
        keyIsInt = isIntText();
      }
      default -> throw badKey();
    }
    left--;
    allLeft--;
    keyIsNext = false;
    return keyIsInt ? PhpToken.INT : PhpToken.STRING;
  }

  private boolean isIntText() {
    if (kinds[depth - 1] == Tag.ARRAY && PhpKey.isLong(text, textStart, textLength)) {
      keyLong = PhpKey.toLong(text, textStart, textLength);
      return true;
    }
    return false;
  }

  /** PHP reads a key as it reads a value, and only then looks what it got. */
  private SerializeFormatException badKey() {
    switch (at(position)) {
      case Tag.NULL -> scanNull();
      case Tag.BOOLEAN -> scanBoolean();
      case Tag.FLOAT -> scanDouble();
      case Tag.ARRAY -> scanCount();
      case Tag.REFERENCE, Tag.OBJECT_REFERENCE -> scanSlot();
      case Tag.CLOSE -> say(Diagnostic.unexpectedEnd());
      default -> {}
    }
    return failure(position, "expected an int or string key");
  }

  /** The key that was read last: a Long, a String, or a PhpString if it is not UTF-8. */
  public Object key() {
    return keyIsInt ? (Object) keyLong : PhpString.textOrBytes(text, textStart, textLength);
  }

  /** The key that was read last, if it is an int. */
  public long keyLong() {
    if (!keyIsInt) {
      throw new IllegalStateException("the key is a string at " + path());
    }
    return keyLong;
  }

  /** Reads an enum case. */
  public PhpEnum nextEnum() {
    begin(Tag.ENUM);
    scanQuoted("enum", 1, Tag.SEMICOLON);
    int separator = PhpEnum.separator(text, textStart, textLength);
    PhpString name = PhpString.of(text, textStart, textLength);
    if (separator < 0) {
      say(Diagnostic.missingColon(name.toString()));
      throw failure(position, "expected a colon in the name");
    }
    int classLength = separator - textStart;
    if (classLength == 0 || !ClassName.hasValidBytes(text, textStart, classLength)) {
      throw failure(position, "not a class name");
    }
    position = cursor;
    completed();
    return new PhpEnum(name);
  }

  /** Reads an object that wrote its own bytes. */
  public PhpCustom nextCustom() {
    begin(Tag.CUSTOM);
    scanClassName();
    long length = scanLooseCount();
    if (limit - cursor < 2) {
      throw failure(cursor, "expected ':'");
    }
    openBrace();
    int present = limit - position;
    if (length < 0 || length >= present) {
      say(Diagnostic.insufficientData(length, present));
      throw failure(position, "impossible length");
    }
    int end = position + (int) length;
    if (at(end) != Tag.CLOSE) {
      throw failure(end, "expected '}'");
    }
    checkLength(position, (int) length);
    PhpString payload = PhpString.of(bytes, position, (int) length);
    position = end + 1;
    completed();
    return new PhpCustom(className, payload);
  }

  /**
   * Reads {@code r}: an object again.
   *
   * @return the number of an earlier value, which must be an object
   */
  public int nextObjectReference() {
    begin(Tag.OBJECT_REFERENCE);
    return scanReference(slot - 1);
  }

  /**
   * Reads {@code R}: this place is bound to an earlier one. It has no number of its own.
   *
   * @return the number of an earlier value
   */
  public int nextReference() {
    if (keyIsNext || at(position) != Tag.REFERENCE) {
      throw mismatch(PhpToken.REFERENCE);
    }
    return scanReference(depth == 0 && !numberingOn ? 0 : slot);
  }

  private int scanReference(int last) {
    long target = scanSlot();
    if (target < 1 || target > last) {
      throw badReference();
    }
    completed();
    return (int) target;
  }

  /** The exception for the reference that was just read. */
  SerializeFormatException badReference() {
    keyIsNext = false;
    return failure(position, "a reference to what cannot be referred to");
  }

  /** Reads a value of any kind and forgets it. */
  public void skipValue() {
    int outside = depth;
    requireValue();
    do {
      if (!keyIsNext) {
        skipOrEnter();
      } else if (left > 0) {
        nextKey();
      } else {
        endContainer();
      }
    } while (depth > outside);
  }

  private void skipOrEnter() {
    switch (peek()) {
      case NULL -> nextNull();
      case BOOLEAN -> nextBoolean();
      case INT -> nextLong();
      case FLOAT -> nextDouble();
      case STRING -> scanStringValue();
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
    if (depth > 0 || position < limit) {
      throw failure(position, "expected the end");
    }
  }

  /** The way to the value that comes next or was read last, as in {@code $.jobs[3].owner}. */
  public String path() {
    List<Object> keys = new ArrayList<>();
    int shown = keyIsNext ? depth - 1 : depth;
    for (int i = 0; i < shown; i++) {
      keys.add(keyFrom(keyStarts[i]));
    }
    return Path.of(keys);
  }

  private Object keyFrom(int start) {
    PhpReader key = new PhpReader(bytes, start, limit - start, ReadLimits.standard());
    return key.peek() == PhpToken.INT ? (Object) key.nextLong() : key.nextTextOrBytes();
  }

  @Override
  SerializeFormatException failure(int at, String reason) {
    return new SerializeFormatException(at - origin, path(), reason);
  }

  @Override
  void say(Diagnostic diagnostic) {
    if (diagnostics != null) {
      diagnostics.accept(diagnostic);
    }
  }
}
