package org.phpipc.serialize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.token.Tag;

/**
 * Makes plain Java values of what a {@link PhpReader} reads.
 *
 * <p>Nesting is kept in arrays, not on the Java stack. Each value goes to a place, which is a
 * container and a position in it; a number in {@code r} and {@code R} names a place, so that what
 * stands there may have changed since (PHP keeps pointers, {@code var_push} in
 * ext/standard/var_unserializer.re).
 */
final class ValueReader {
  private static final byte[] NOTHING = {};

  /** A value of more depth, or of more containers, leaves too much behind to be kept. */
  private static final int LARGEST_KEPT = 1 << 12;

  private final PhpReader in;
  private final boolean stringsAsBytes;

  /** Values before this one have numbers too if it stands inside another. */
  private final int before;

  /** The reader of the value in whose payload this one reads; null outside of payloads. */
  private final @Nullable ValueReader around;

  /** The number of the object that has the payload. */
  private final int numberAround;

  private final ValuePlaces places = new ValuePlaces();

  /** The payloads with values that may be named, in the order of their numbers. */
  private @Nullable List<NumberedPayload> payloads;

  private OrderedMap[] outer = new OrderedMap[4];
  private int depth;

  /** Where the outermost value goes. */
  private final OrderedMap top = new PhpArray(1);

  /** The place of the value that comes next. */
  private OrderedMap owner = top;

  private int position;

  ValueReader(PhpReader in, boolean stringsAsBytes) {
    this.in = in;
    this.stringsAsBytes = stringsAsBytes;
    this.before = in.depth() == 0 ? 0 : in.slot();
    this.around = null;
    this.numberAround = 0;
  }

  private ValueReader(PhpReader in, ValueReader around, int numberAround) {
    this.in = in;
    this.stringsAsBytes = around.stringsAsBytes;
    this.before = around.before;
    this.around = around;
    this.numberAround = numberAround;
  }

  /** A reader of the values in the payload of an object with this number. */
  static ValueReader inside(ValueReader around, PhpCustom custom, int number) {
    PhpReader in = around.in.inside(custom.payload(), around.before + number);
    return new ValueReader(in, around, number);
  }

  /** Makes the values of a payload, and binds the object to them. */
  void readPayload(PhpCustom custom) {
    PhpArray values = new PhpArray();
    PayloadGrammar.read(in, () -> read(values, values.nextIndex()));
    custom.bind(values);
  }

  /** Reads one value. */
  @Nullable Object read() {
    read(top, 0L);
    return PhpReference.dereference(top.valueAt(0));
  }

  /** Who hears what PHP would say while it reads on; null for nobody. */
  void sendDiagnosticsTo(@Nullable Consumer<Diagnostic> diagnostics) {
    in.sendDiagnosticsTo(diagnostics);
  }

  /** Reads one value of other bytes, after which there may be more, and lets all of it go. */
  @Nullable Object read(byte[] bytes, int offset, int length, boolean moreRefused) {
    in.startAnew(bytes, offset, length);
    Object value = read();
    if (moreRefused) {
      in.requireEnd();
    }
    in.startAnew(NOTHING, 0, 0);
    in.sendDiagnosticsTo(null);
    top.setAt(0, null);
    Arrays.fill(outer, top);
    places.clear();
    payloads = null;
    return value;
  }

  /** Whether it takes so little memory that it can be kept for the next value. */
  boolean isSmall() {
    return Math.max(outer.length, places.capacity()) <= LARGEST_KEPT;
  }

  /** Reads one value to a place in a map. */
  void read(OrderedMap map, Object key) {
    owner = map;
    position = map.place(key);
    do {
      readValue();
    } while (advance());
  }

  /** Goes to the next place; gives false if there is none. */
  private boolean advance() {
    while (depth > 0 && !in.hasNext()) {
      in.endContainer();
      owner = outer[--depth];
    }
    if (depth == 0) {
      return false;
    }
    position = in.nextKey() == PhpToken.INT ? owner.place(in.keyLong()) : owner.place(in.key());
    return true;
  }

  private void readValue() {
    // What a repeated key had before is gone already while its new value is read.
    owner.setAt(position, null);
    switch (in.peekTag()) {
      case Tag.NULL -> {
        in.nextNull();
        put(null);
      }
      case Tag.BOOLEAN -> put(in.nextBoolean());
      case Tag.INT -> put(in.nextLong());
      case Tag.FLOAT -> put(in.nextDouble());
      case Tag.STRING, Tag.ESCAPED -> put(string());
      case Tag.ARRAY -> {
        in.beginArray();
        enter(new PhpArray(in.room()));
      }
      case Tag.OBJECT -> enter(object());
      case Tag.CUSTOM -> readCustom();
      case Tag.ENUM -> put(in.nextEnum());
      case Tag.OBJECT_REFERENCE -> readObjectReference();
      case Tag.REFERENCE -> readReference();
      default -> throw in.noValue();
    }
  }

  private Object string() {
    return stringsAsBytes ? PhpString.wrap(in.nextBytes()) : in.nextTextOrBytes();
  }

  private PhpObject object() {
    in.beginObject();
    return new PhpObject(in.storedClassName(), !in.allowsClass(), in.room());
  }

  private void readCustom() {
    PhpCustom custom = in.nextCustom();
    if (in.allowsClass()) {
      int number = in.slot() - custom.scanned().counted() - before;
      put(custom, number);
      notePayload(custom, number);
    } else {
      // PHP drops the payload of a class that is not allowed.
      in.say(Diagnostic.noUnserializer("__PHP_Incomplete_Class"));
      put(new PhpObject(custom.storedClassName(), true, 0));
    }
  }

  private void notePayload(PhpCustom custom, int number) {
    if (custom.scanned().counted() == 0 && !custom.scanned().refers()) {
      return;
    }
    if (payloads == null) {
      payloads = new ArrayList<>();
    }
    NumberedPayload payload = new NumberedPayload(custom, this, number);
    payloads.add(payload);
    if (custom.scanned().refers()) {
      bind(payload, custom, number);
    }
  }

  /** What the payload refers to is bound to it. */
  private void bind(NumberedPayload payload, PhpCustom custom, int number) {
    try {
      payload.values();
    } catch (SerializeFormatException e) {
      // PHP's class gets false for such a payload, and what it does then only the class knows.
      custom.scanned(Payload.UNKNOWN);
      in.knowNoneAfter(before + number);
    }
  }

  /** Puts a value at the current place, and the place under its number. */
  private void put(@Nullable Object value) {
    put(value, in.slot() - before);
  }

  private void put(@Nullable Object value, int number) {
    owner.setAt(position, value);
    places.put(number, owner, position);
  }

  private void enter(PhpArray array) {
    put(array);
    enterMap(array);
  }

  private void enter(PhpObject object) {
    put(object);
    enterMap(object.entries());
  }

  private void enterMap(OrderedMap map) {
    if (depth == outer.length) {
      outer = Arrays.copyOf(outer, depth * 2);
    }
    outer[depth++] = owner;
    owner = map;
  }

  private void readObjectReference() {
    int target = known(in.nextObjectReference());
    ValuePlaces there = placesOf(target);
    Object object = PhpReference.dereference(there.valueAt(target));
    if (isHere(there, target) || !PhpReference.isObject(object)) {
      throw in.badReference();
    }
    put(object);
  }

  private void readReference() {
    int target = known(in.nextReference());
    ValuePlaces there = placesOf(target);
    if (isHere(there, target)) {
      throw in.badReference();
    }
    OrderedMap other = there.owner(target);
    int otherPosition = there.position(target);
    Object value = other.valueAt(otherPosition);
    if (!(value instanceof PhpReference)) {
      value = new PhpReference(value);
      other.setAt(otherPosition, value);
    }
    owner.setAt(position, value);
  }

  private int known(int slot) {
    if (slot <= before) {
      throw in.badReference();
    }
    return slot - before;
  }

  private ValuePlaces placesOf(int number) {
    return payloads == null && around == null ? places : readerOf(number).places;
  }

  /**
   * The reader that made the value with this number: of a payload, of what is around it, or this.
   */
  private ValueReader readerOf(int number) {
    if (around != null && number <= numberAround) {
      return around.readerOf(number);
    }
    NumberedPayload payload = payloads == null ? null : payloadBefore(payloads, number);
    return payload == null || !payload.holds(number) ? this : values(payload).readerOf(number);
  }

  private ValueReader values(NumberedPayload payload) {
    try {
      return payload.values();
    } catch (SerializeFormatException e) {
      // The payload was read once already, so only the limits of the whole value can forbid it.
      throw in.failure(e.reason());
    }
  }

  private static @Nullable NumberedPayload payloadBefore(List<NumberedPayload> all, int number) {
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).before() < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? null : all.get(low - 1);
  }

  @SuppressWarnings("ReferenceEquality") // places are the same by identity, not by content
  private boolean isHere(ValuePlaces there, int target) {
    return there.owner(target) == owner && there.position(target) == position;
  }
}
