package org.phpipc.serialize;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain Java values with a {@link PhpWriter}.
 *
 * <p>Each open container is a {@link Walk}. What has an identity in PHP is written once and named
 * by its number afterwards ({@link WrittenNumbers}).
 */
final class ValueWriter {

  private static final int FIRST_LOOK_FOR_CYCLES = 16;

  private static final int LARGEST_KEPT = 1 << 21;

  private final PhpWriter out;
  private final MappedInstances mapped;

  /** Where only the places of references are counted, to be asked by the one that writes. */
  private final boolean counting;

  private final WrittenNumbers numbers = new WrittenNumbers();
  private @Nullable Object top;
  private @Nullable Walk innermost;
  private int depth;

  ValueWriter(PhpWriter out, ClassRegistry classes) {
    this(out, classes, false);
  }

  private ValueWriter(PhpWriter out, ClassRegistry classes, boolean counting) {
    this.out = out;
    this.mapped = new MappedInstances(classes);
    this.counting = counting;
  }

  /** Writes one value. */
  void write(@Nullable Object value) {
    top = ValueReader.dereference(value);
    writeValue(top, false);
    for (Walk walk = innermost; walk != null; walk = innermost) {
      if (!walk.resume(this)) {
        out.endContainer();
        innermost = walk.outer;
        depth--;
      }
    }
  }

  /** The bytes of one value, which is let go, as are the bytes. */
  byte[] toBytes(@Nullable Object value) {
    write(value);
    byte[] bytes = out.toByteArray();
    out.startAnew();
    top = null;
    numbers.clear();
    mapped.clear();
    return bytes;
  }

  /** Whether it takes so little memory that it can be kept for the next value. */
  boolean isSmall() {
    return out.capacity() <= LARGEST_KEPT;
  }

  void writeKey(int key) {
    out.writeKey(key);
  }

  /** Writes a key that needs no look at it, and gives whether this is one. */
  boolean writeExpectedKey(@Nullable Object key) {
    return key instanceof String name && out.writeExpectedKey(name);
  }

  void writeKey(Object key) {
    if (key instanceof String name) {
      try {
        out.writeKey(name);
      } catch (IllegalArgumentException e) {
        throw failure(innermost, e.getMessage());
      }
    } else if (key instanceof Long number) {
      out.writeKey(number);
    } else {
      out.writeKey((PhpString) key);
    }
  }

  /** The key that PHP would use in a map inside {@code around}. */
  Object normalize(@Nullable Object key, @Nullable Walk around) {
    try {
      return PhpKey.normalize(key);
    } catch (IllegalArgumentException e) {
      throw failure(around, e.getMessage());
    }
  }

  /** Writes a value, or opens it if it is a container, and gives whether it did that. */
  boolean writeElement(@Nullable Object element) {
    int before = depth;
    if (element instanceof PhpReference reference) {
      writeReference(reference);
    } else {
      writeValue(element, false);
    }
    return depth > before;
  }

  /** An object counts for itself, whether a place is a reference to it or not. */
  private void writeReference(PhpReference reference) {
    if (counting) {
      numbers.countPlace(reference);
    }
    Object value = unwrap(reference.get());
    PhpValue known = mapped.find(value);
    value = known == null ? value : known;
    boolean object = ValueReader.isObject(value);
    Integer number = numbers.of(object && value != null ? value : reference);
    if (number == null) {
      if (!object) {
        remember(reference);
      }
      writeValue(value, true);
    } else if (object && !isShared(reference)) {
      out.writeObjectReference(number);
    } else {
      out.writeReference(number);
    }
  }

  /** A reference with a single place is none, which only the whole value tells. */
  private boolean isShared(PhpReference reference) {
    if (counting) {
      return true;
    }
    if (!numbers.hasPlaces()) {
      ValueWriter counter = new ValueWriter(new PhpWriter(), mapped.classes(), true);
      counter.write(top);
      numbers.takePlaces(counter.numbers);
    }
    return numbers.isShared(reference);
  }

  /** Notes the number that comes next. */
  private void remember(Object identity) {
    numbers.put(identity, out.depth() == 0 ? 1 : out.slot() + 1);
  }

  private void writeValue(@Nullable Object value, boolean referenced) {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof String text) {
      writeText(text);
    } else if (value instanceof Long number) {
      out.writeLong(number);
    } else if (value instanceof PhpArray array) {
      out.beginArray(array.size());
      open(new Walk.Ordered(innermost, array, array, referenced));
    } else if (value instanceof Double number) {
      out.writeDouble(number);
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (value instanceof Integer number) {
      out.writeLong(number);
    } else if (value instanceof PhpString bytes) {
      out.writeString(bytes);
    } else if (ValueReader.isObject(value)) {
      writeObject(value);
    } else {
      writeOther(value, referenced);
    }
  }

  private void writeText(String text) {
    try {
      out.writeString(text);
    } catch (IllegalArgumentException e) {
      throw failure(innermost, e.getMessage());
    }
  }

  private void writeObject(Object value) {
    Integer number = numbers.of(value);
    if (number != null) {
      out.writeObjectReference(number);
      return;
    }
    remember(value);
    if (value instanceof PhpObject object) {
      OrderedMap properties = object.entries();
      out.beginObject(object.storedClassName(), properties.size());
      open(new Walk.Ordered(innermost, object, properties, true));
    } else if (value instanceof PhpEnum enumCase) {
      out.writeEnum(enumCase);
    } else {
      out.writeCustom((PhpCustom) value);
    }
  }

  /** What is rarer than PHP's own kinds. */
  private void writeOther(Object value, boolean referenced) {
    PhpValue known = mapped.find(value);
    if (known != null) {
      writeObject(known);
    } else if (value instanceof Map<?, ?> map) {
      writeMap(map, referenced);
    } else if (value instanceof Collection<?> values) {
      out.beginArray(values.size());
      open(new Walk.Iterated(innermost, values, referenced));
    } else if (value instanceof byte[] bytes) {
      out.writeBytes(bytes);
    } else if (value.getClass().isArray()) {
      out.beginArray(Array.getLength(value));
      open(new Walk.JavaArray(innermost, value, referenced));
    } else if (value instanceof CharSequence || value instanceof Character) {
      writeText(value.toString());
    } else if (value instanceof Optional<?> optional) {
      writeOptional(optional);
    } else {
      writeNumber(value);
    }
  }

  private void writeOptional(Optional<?> optional) {
    Object inner = unwrap(optional);
    if (inner instanceof PhpReference reference) {
      writeReference(reference);
    } else {
      writeValue(inner, false);
    }
  }

  private void writeNumber(Object value) {
    if (value instanceof Short || value instanceof Byte) {
      out.writeLong(((Number) value).longValue());
    } else if (value instanceof Float number) {
      out.writeDouble(number);
    } else if (value instanceof BigInteger number) {
      if (number.bitLength() >= Long.SIZE) {
        throw failure(innermost, "an integer that does not fit 64 bits");
      }
      out.writeLong(number.longValue());
    } else {
      throw failure(innermost, "PHP has no form for " + value.getClass().getName());
    }
  }

  private void writeMap(Map<?, ?> map, boolean referenced) {
    if (keysStayDistinct(map)) {
      out.beginArray(map.size());
      open(new Walk.Entries(innermost, map, referenced));
    } else {
      PhpArray copy = new PhpArray(map.size());
      map.forEach((key, value) -> copy.put(normalize(key, innermost), value));
      out.beginArray(copy.size());
      open(new Walk.Ordered(innermost, map, copy, referenced));
    }
  }

  /** Different keys of one of these types stay different in PHP; 5 and "5" do not. */
  private static boolean keysStayDistinct(Map<?, ?> map) {
    Class<?> type = null;
    for (Object key : map.keySet()) {
      if (key == null || (type != null && type != key.getClass())) {
        return false;
      }
      type = key.getClass();
    }
    return type == null || type == String.class || type == Integer.class || type == Long.class;
  }

  private static @Nullable Object unwrap(@Nullable Object value) {
    Object inner = value;
    while (inner instanceof Optional<?> optional) {
      inner = optional.orElse(null);
    }
    return inner;
  }

  private void open(Walk walk) {
    innermost = walk;
    depth++;
    // A cycle nests without end, so it is enough to look whenever the depth has doubled.
    if (depth >= FIRST_LOOK_FOR_CYCLES && Integer.bitCount(depth) == 1) {
      Walk again = walk.repeated();
      if (again != null) {
        throw failure(
            again.outer, "a " + again.container.getClass().getName() + " that contains itself");
      }
    }
  }

  private static SerializeValueException failure(@Nullable Walk around, @Nullable String reason) {
    return new SerializeValueException(Walk.path(around), String.valueOf(reason));
  }
}
