package org.phpipc.serialize;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

  private final Places places = new Places();
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
  }

  /** Reads one value. */
  @Nullable Object read() {
    read(top, 0L);
    return dereference(top.valueAt(0));
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
      case Tag.CUSTOM -> put(custom());
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

  /** PHP drops the payload of a class that is not allowed. */
  private Object custom() {
    PhpCustom custom = in.nextCustom();
    if (in.allowsClass()) {
      return custom;
    }
    in.say(Diagnostic.noUnserializer("__PHP_Incomplete_Class"));
    return new PhpObject(custom.storedClassName(), true, 0);
  }

  /** Puts a value at the current place, and the place under its number. */
  private void put(@Nullable Object value) {
    owner.setAt(position, value);
    places.put(in.slot() - before, owner, position);
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
    Object object = dereference(places.owner(target).valueAt(places.position(target)));
    if (isHere(target) || !isObject(object)) {
      throw in.badReference();
    }
    put(object);
  }

  private void readReference() {
    int target = known(in.nextReference());
    if (isHere(target)) {
      throw in.badReference();
    }
    OrderedMap other = places.owner(target);
    int otherPosition = places.position(target);
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

  @SuppressWarnings("ReferenceEquality") // places are the same by identity, not by content
  private boolean isHere(int target) {
    return places.owner(target) == owner && places.position(target) == position;
  }

  static @Nullable Object dereference(@Nullable Object value) {
    return value instanceof PhpReference reference ? reference.get() : value;
  }

  /** Whether PHP has a handle for the value, so that it can be named by {@code r}. */
  static boolean isObject(@Nullable Object value) {
    return value instanceof PhpObject || value instanceof PhpCustom || value instanceof PhpEnum;
  }
}
