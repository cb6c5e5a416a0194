package org.phpipc.serialize;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain Java values with a {@link PhpWriter}.
 *
 * <p>What has an identity in PHP is written once and named by its number afterwards ({@link
 * WrittenNumbers}).
 */
final class ValueWriter extends ContainerWriter {

  private static final int LARGEST_KEPT = 1 << 17;

  private final MappedInstances mapped;

  /** Where only the places of references are counted, to be asked by the one that writes. */
  private final boolean counting;

  private final WrittenNumbers numbers;
  private @Nullable Object top;

  /** How many payloads this one writes inside of. */
  private final int payloadDepth;

  ValueWriter(PhpWriter out, ClassRegistry classes) {
    this(out, classes, false, DEEP);
  }

  private ValueWriter(PhpWriter out, ClassRegistry classes, boolean counting, int deep) {
    super(out, deep);
    this.mapped = new MappedInstances(classes);
    this.counting = counting;
    this.numbers = new WrittenNumbers();
    this.payloadDepth = 0;
  }

  /** A writer of the values in a payload, whose numbers go on. */
  private ValueWriter(PhpWriter out, ValueWriter around) {
    super(out, around.tellsWay() ? 0 : DEEP);
    this.mapped = around.mapped;
    this.counting = around.counting;
    this.numbers = around.numbers;
    this.top = around.top;
    this.slot = around.slot;
    this.payloadDepth = around.payloadDepth + 1;
  }

  /** Writes one value. */
  void write(@Nullable Object value) {
    slot = out.beginWhole();
    top = ValueReader.dereference(value);
    try {
      writeValue(top, false);
    } catch (SerializeValueException e) {
      if (!tellsWay()) {
        writeAgain();
      }
      throw e;
    }
    out.endWhole(slot);
  }

  /** Writes the values of an array in a row, each after what its key is written as. */
  void writeEach(PhpArray values, BiConsumer<Object, PhpWriter> writeKey) {
    slot = out.beginWhole();
    top = values;
    try {
      for (int i = 0; i < values.size(); i++) {
        writeKey.accept(values.keyAt(i), out);
        writePlace(values.valueAt(i));
      }
    } catch (SerializeValueException e) {
      writeAgain();
      throw e;
    }
    out.endWhole(slot);
  }

  /** Fails as before, unless the value has changed, but tells the way to where it did. */
  private void writeAgain() {
    PhpWriter nowhere = new PhpWriter(OutputStream.nullOutputStream());
    new ValueWriter(nowhere, mapped.classes(), counting, 0).write(top);
  }

  /** The bytes of one value, which is let go, as are the bytes. */
  byte[] toBytes(@Nullable Object value) {
    writeQuickly(value);
    byte[] bytes = out.toByteArray();
    letGo();
    return bytes;
  }

  /** The same, but the bytes are put into a buffer and not given, if they fit. */
  Optional<byte[]> putInto(ByteBuffer buffer, @Nullable Object value) {
    writeQuickly(value);
    Optional<byte[]> tooMany =
        out.copyInto(buffer) ? Optional.empty() : Optional.of(out.toByteArray());
    letGo();
    return tooMany;
  }

  /** The keys of most maps are distinct in PHP, so that only those that are not cost a look. */
  private void writeQuickly(@Nullable Object value) {
    lookAhead(false);
    try {
      write(value);
    } catch (KeysNotDistinct e) {
      letGo();
      leaveAll();
      lookAhead(true);
      write(value);
    }
  }

  private void letGo() {
    out.startAnew();
    top = null;
    numbers.clear();
    mapped.clear();
  }

  /** Whether it takes so little memory that it can be kept for the next value. */
  boolean isSmall() {
    return out.capacity() <= LARGEST_KEPT;
  }

  @Override
  void writePlace(@Nullable Object element) {
    if (element instanceof PhpReference reference) {
      writeReference(reference);
    } else {
      writeValue(element, false);
    }
  }

  /** An object counts for itself, whether a place is a reference to it or not. */
  private void writeReference(PhpReference reference) {
    if (counting) {
      numbers.countPlace(reference);
    }
    Object value = CommonForm.unwrap(reference.get());
    PhpValue known = known(value);
    value = known == null ? value : known;
    boolean object = ValueReader.isObject(value);
    Integer number = numbers.of(object && value != null ? value : reference);
    if (number == null) {
      if (!object) {
        remember(reference);
      }
      writeValue(value, true);
    } else if (object && !isShared(reference)) {
      writeObjectReference(number);
    } else {
      requireKnown(number);
      // The only value that has no number of its own.
      out.putReference(Tag.REFERENCE, number);
    }
  }

  private void requireKnown(int number) {
    if (number > out.lastKnown()) {
      throw failure(PhpWriter.numberUnknown());
    }
  }

  private void writeObjectReference(int number) {
    requireKnown(number);
    slot++;
    out.putReference(Tag.OBJECT_REFERENCE, number);
  }

  /** A reference with a single place is none, which only the whole value tells. */
  private boolean isShared(PhpReference reference) {
    if (counting) {
      return true;
    }
    if (!numbers.hasPlaces()) {
      ValueWriter counter = new ValueWriter(new PhpWriter(), mapped.classes(), true, DEEP);
      counter.write(top);
      numbers.takePlaces(counter.numbers);
    }
    return numbers.isShared(reference);
  }

  /** Notes the number that comes next. */
  private void remember(Object identity) {
    numbers.put(identity, slot + 1);
  }

  /** What PHP writes most comes first. */
  private void writeValue(@Nullable Object value, boolean referenced) {
    if (value instanceof String text) {
      writeText(text);
    } else if (value instanceof Long number) {
      writeInt(number);
    } else if (value == null) {
      slot++;
      out.putBare(Tag.NULL);
    } else if (value instanceof Boolean bool) {
      slot++;
      out.putBoolean(bool);
    } else if (value instanceof PhpArray array) {
      writeOrdered(array, array, referenced);
    } else {
      writeRarer(value, referenced);
    }
  }

  private void writeText(String text) {
    slot++;
    try {
      out.putQuoted(Tag.STRING, text, Tag.SEMICOLON);
    } catch (IllegalArgumentException e) {
      throw failure(e.getMessage());
    }
  }

  private void writeInt(long number) {
    slot++;
    out.putInt(number);
  }

  private void writeRarer(Object value, boolean referenced) {
    if (value instanceof Double number) {
      writeFloat(number);
    } else if (value instanceof Integer number) {
      writeInt(number);
    } else if (value instanceof PhpString bytes) {
      writeBytes(bytes.bytes());
    } else if (ValueReader.isObject(value)) {
      writeObject(value);
    } else {
      writeOther(value, referenced);
    }
  }

  private void writeFloat(double number) {
    slot++;
    out.putFloat(number);
  }

  private void writeBytes(byte[] bytes) {
    slot++;
    out.putQuoted(Tag.STRING, bytes, Tag.SEMICOLON);
  }

  private void writeObject(Object value) {
    Integer number = numbers.of(value);
    if (number != null) {
      writeObjectReference(number);
      return;
    }
    remember(value);
    slot++;
    if (value instanceof PhpObject object) {
      OrderedMap properties = object.entries();
      out.putObjectHead(object.storedClassName(), properties.size());
      writePairs(object, properties, true);
    } else if (value instanceof PhpEnum enumCase) {
      out.putQuoted(Tag.ENUM, enumCase.name().bytes(), Tag.SEMICOLON);
    } else {
      writeCustom((PhpCustom) value);
    }
  }

  private void writeCustom(PhpCustom custom) {
    Optional<PhpArray> values = custom.values();
    if (values.isPresent()) {
      out.putCustom(custom, payload(custom, values.get()));
    } else {
      slot = out.putCustom(custom, slot);
    }
  }

  /** The bytes of a payload with these values, after which the numbers go on. */
  private byte[] payload(PhpCustom custom, PhpArray values) {
    if (payloadDepth == Payload.DEEPEST) {
      throw failure("payloads within payloads, more than " + Payload.DEEPEST);
    }
    ValueWriter inside = new ValueWriter(out.forPayload(), this);
    try {
      PayloadPieces.write(custom.payload(), values, inside);
    } catch (SerializeValueException e) {
      throw failure(e);
    }
    slot = inside.slot;
    out.knowNoneAfter(inside.out.lastKnown());
    return inside.out.toByteArray();
  }

  /** What is rarer than PHP's own kinds. */
  private void writeOther(Object value, boolean referenced) {
    PhpValue known = known(value);
    if (known instanceof PhpArray array) {
      writeOrdered(value, array, referenced);
    } else if (known != null) {
      writeObject(known);
    } else if (value instanceof AbstractMap<?, ?> map) {
      // Whether it extends a class is known at once, whether it implements an interface is not.
      writeMap(map, referenced);
    } else if (value instanceof AbstractCollection<?> values) {
      writeCollection(values, values, referenced);
    } else {
      writeRarest(value, referenced);
    }
  }

  private void writeRarest(Object value, boolean referenced) {
    if (value instanceof Map<?, ?> map) {
      writeMap(map, referenced);
    } else if (value instanceof Collection<?> values) {
      writeCollection(values, values, referenced);
    } else if (value.getClass().isArray() && !(value instanceof byte[])) {
      writeCollection(value, new JavaArray(value), referenced);
    } else {
      writePlace(common(value));
    }
  }

  private @Nullable PhpValue known(@Nullable Object value) {
    try {
      return mapped.find(value);
    } catch (IllegalArgumentException e) {
      throw failure(e.getMessage());
    }
  }

  private @Nullable Object common(Object value) {
    try {
      return CommonForm.of(value);
    } catch (IllegalArgumentException e) {
      throw failure(e.getMessage());
    }
  }
}
