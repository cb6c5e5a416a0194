package org.phpipc.serialize;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain Java values with a {@link PhpWriter}.
 *
 * <p>Nesting is kept in arrays, not on the Java stack. What has an identity in PHP, objects and
 * references, is written once and named by its number afterwards (php_add_var_hash in
 * ext/standard/var.c).
 */
final class ValueWriter {

  /** How the pairs of an open container are walked. */
  private enum Kind {
    ORDERED,
    LIST,
    ITERATOR,
    ENTRIES,
    JAVA_ARRAY
  }

  private static final int FIRST_LOOK_FOR_CYCLES = 16;

  private final PhpWriter out;
  private final MappedInstances mapped;

  /** Where only the places of references are counted, to be asked by the one that writes. */
  private final boolean counting;

  private @Nullable Object top;

  /** Of each open container: itself, what is walked, how, how far, and the key walked last. */
  private Object[] containers = new Object[16];

  private Object[] contents = new Object[16];
  private Kind[] kinds = new Kind[16];
  private int[] walked = new int[16];
  private Object[] mapKeys = new Object[16];

  /** Whether it is an object, or the value of a reference, and so written only once. */
  private boolean[] once = new boolean[16];

  private int depth;

  /** The numbers of objects, by identity except for enums, and of references. */
  private @Nullable Map<Object, Integer> numbers;

  /** How often each reference is met; counted when it first matters. */
  private @Nullable Map<PhpReference, Integer> places;

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
    while (depth > 0) {
      resume(depth);
    }
  }

  /** Goes on with the innermost container until another one is entered. */
  private void resume(int level) {
    Object content = contents[level - 1];
    switch (kinds[level - 1]) {
      case ORDERED -> resumeOrdered((OrderedMap) content, level);
      case LIST -> resumeList((List<?>) content, level);
      case ITERATOR -> resumeIterator((Iterator<?>) content, level);
      case ENTRIES -> resumeEntries((Iterator<?>) content, level);
      case JAVA_ARRAY -> resumeJavaArray(content, level);
    }
    if (depth == level) {
      out.endContainer();
      depth--;
    }
  }

  private void resumeOrdered(OrderedMap map, int level) {
    while (depth == level && walked[level - 1] < map.size()) {
      int position = walked[level - 1]++;
      if (map.isNumbered()) {
        out.writeKey(position);
      } else {
        writeKey(map.keyAt(position));
      }
      writeElement(map.valueAt(position));
    }
  }

  private void resumeList(List<?> list, int level) {
    while (depth == level && walked[level - 1] < list.size()) {
      int position = walked[level - 1]++;
      out.writeKey(position);
      writeElement(list.get(position));
    }
  }

  private void resumeIterator(Iterator<?> values, int level) {
    while (depth == level && values.hasNext()) {
      out.writeKey(walked[level - 1]++);
      writeElement(values.next());
    }
  }

  private void resumeEntries(Iterator<?> entries, int level) {
    while (depth == level && entries.hasNext()) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) entries.next();
      Object key = normalize(entry.getKey(), level - 1);
      mapKeys[level - 1] = key;
      walked[level - 1]++;
      writeKey(key);
      writeElement(entry.getValue());
    }
  }

  private void resumeJavaArray(Object array, int level) {
    int length = Array.getLength(array);
    while (depth == level && walked[level - 1] < length) {
      int position = walked[level - 1]++;
      out.writeKey(position);
      writeElement(Array.get(array, position));
    }
  }

  private Object normalize(@Nullable Object key, int levels) {
    try {
      return PhpKey.normalize(key);
    } catch (IllegalArgumentException e) {
      throw new SerializeValueException(path(levels), String.valueOf(e.getMessage()));
    }
  }

  private void writeKey(Object key) {
    if (key instanceof String name) {
      try {
        out.writeKey(name);
      } catch (IllegalArgumentException e) {
        throw failure(e.getMessage());
      }
    } else if (key instanceof Long number) {
      out.writeKey(number);
    } else {
      out.writeKey((PhpString) key);
    }
  }

  private void writeElement(@Nullable Object element) {
    if (element instanceof PhpReference reference) {
      writeReference(reference);
    } else {
      writeValue(element, false);
    }
  }

  /** An object counts for itself, whether a place is a reference to it or not. */
  private void writeReference(PhpReference reference) {
    if (counting) {
      places().merge(reference, 1, Integer::sum);
    }
    Object value = unwrap(reference.get());
    PhpValue known = mapped.find(value);
    value = known == null ? value : known;
    boolean object = ValueReader.isObject(value);
    Integer number = number(object && value != null ? value : reference);
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

  private Map<PhpReference, Integer> places() {
    if (places == null) {
      places = new HashMap<>();
    }
    return places;
  }

  /** A reference with a single place is none, which only the whole value tells. */
  private boolean isShared(PhpReference reference) {
    if (counting) {
      return true;
    }
    if (places == null) {
      ValueWriter counter = new ValueWriter(new PhpWriter(), mapped.classes(), true);
      counter.write(top);
      places = counter.places();
    }
    return places.getOrDefault(reference, 0) > 1;
  }

  private @Nullable Integer number(Object identity) {
    return numbers == null ? null : numbers.get(identity);
  }

  /** Notes the number that comes next. */
  private void remember(Object identity) {
    if (numbers == null) {
      numbers = new HashMap<>();
    }
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
      open(array, array, Kind.ORDERED, referenced);
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
      throw failure(e.getMessage());
    }
  }

  private void writeObject(Object value) {
    Integer number = number(value);
    if (number != null) {
      out.writeObjectReference(number);
      return;
    }
    remember(value);
    if (value instanceof PhpObject object) {
      OrderedMap properties = object.entries();
      out.beginObject(object.storedClassName(), properties.size());
      open(object, properties, Kind.ORDERED, true);
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
      if (values instanceof List<?> && values instanceof RandomAccess) {
        open(values, values, Kind.LIST, referenced);
      } else {
        open(values, values.iterator(), Kind.ITERATOR, referenced);
      }
    } else if (value instanceof byte[] bytes) {
      out.writeBytes(bytes);
    } else if (value.getClass().isArray()) {
      out.beginArray(Array.getLength(value));
      open(value, value, Kind.JAVA_ARRAY, referenced);
    } else if (value instanceof CharSequence || value instanceof Character) {
      writeText(value.toString());
    } else if (value instanceof Optional<?> optional) {
      writeElement(unwrap(optional));
    } else {
      writeNumber(value);
    }
  }

  private void writeNumber(Object value) {
    if (value instanceof Short || value instanceof Byte) {
      out.writeLong(((Number) value).longValue());
    } else if (value instanceof Float number) {
      out.writeDouble(number);
    } else if (value instanceof BigInteger number) {
      if (number.bitLength() >= Long.SIZE) {
        throw failure("an integer that does not fit 64 bits");
      }
      out.writeLong(number.longValue());
    } else {
      throw failure("PHP has no form for " + value.getClass().getName());
    }
  }

  private void writeMap(Map<?, ?> map, boolean referenced) {
    if (keysStayDistinct(map)) {
      out.beginArray(map.size());
      open(map, map.entrySet().iterator(), Kind.ENTRIES, referenced);
    } else {
      PhpArray copy = new PhpArray(map.size());
      map.forEach((key, value) -> copy.put(normalize(key, depth), value));
      out.beginArray(copy.size());
      open(map, copy, Kind.ORDERED, referenced);
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

  private void open(Object container, Object content, Kind kind, boolean writtenOnce) {
    if (depth == kinds.length) {
      grow();
    }
    containers[depth] = container;
    contents[depth] = content;
    kinds[depth] = kind;
    walked[depth] = 0;
    once[depth] = writtenOnce;
    depth++;
    // A cycle nests without end, so it is enough to look whenever the depth has doubled.
    if (depth >= FIRST_LOOK_FOR_CYCLES && Integer.bitCount(depth) == 1) {
      refuseCycle();
    }
  }

  private void grow() {
    int capacity = depth * 2;
    containers = Arrays.copyOf(containers, capacity);
    contents = Arrays.copyOf(contents, capacity);
    kinds = Arrays.copyOf(kinds, capacity);
    walked = Arrays.copyOf(walked, capacity);
    mapKeys = Arrays.copyOf(mapKeys, capacity);
    once = Arrays.copyOf(once, capacity);
  }

  /** A cycle ends at what is written only once; without that it would never end. */
  private void refuseCycle() {
    Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < depth; i++) {
      if (once[i]) {
        open.clear();
      }
      if (!open.add(containers[i])) {
        throw new SerializeValueException(
            path(i), "a " + containers[i].getClass().getName() + " that contains itself");
      }
    }
  }

  private SerializeValueException failure(@Nullable String reason) {
    return new SerializeValueException(path(depth), String.valueOf(reason));
  }

  private String path(int levels) {
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < levels; i++) {
      int position = walked[i] - 1;
      keys.add(
          switch (kinds[i]) {
            case ORDERED -> ((OrderedMap) contents[i]).keyAt(position);
            case ENTRIES -> mapKeys[i];
            case LIST, ITERATOR, JAVA_ARRAY -> (Object) (long) position;
          });
    }
    return Path.of(keys);
  }
}
