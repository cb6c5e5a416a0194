package org.phpipc.serialize;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.number.FloatFormat;
import org.phpipc.serialize.token.Tag;
import org.phpipc.serialize.token.TokenSink;

/**
 * One pass of a {@link ValueWriter} through a value.
 *
 * <p>What has an identity in PHP is written once and named by its number afterwards ({@link
 * WrittenNumbers}).
 */
final class WritePass {
  /** The size of the first array of a payload, in bytes. */
  private static final int PAYLOAD_SIZE = 256;

  private final TokenSink out;
  private final ValueNumbers numbers;
  private final MappedInstances mapped;
  private final ContainerWriter containers;
  private final WrittenNumbers written;

  /** Whether this pass only counts the places of references, for the pass that writes. */
  private final boolean counting;

  /** The number of payloads around what this pass writes. */
  private final int payloadDepth;

  /**
   * The number of the value that was written, or begun, last; {@link #numbers} get it at the end.
   */
  private int last;

  private @Nullable Object top;

  /** The pass that writes values. */
  WritePass(TokenSink out, ValueNumbers numbers, MappedInstances mapped) {
    this(out, numbers, mapped, ContainerWriter.DEEP, false);
  }

  private WritePass(
      TokenSink out, ValueNumbers numbers, MappedInstances mapped, int deep, boolean counting) {
    this.out = out;
    this.numbers = numbers;
    this.mapped = mapped;
    this.containers = new ContainerWriter(this, out, deep);
    this.written = new WrittenNumbers();
    this.counting = counting;
    this.payloadDepth = 0;
  }

  /** A pass through the values in a payload, whose numbers go on. */
  private WritePass(TokenSink out, WritePass around) {
    this.out = out;
    this.numbers = around.numbers;
    this.mapped = around.mapped;
    this.containers = new ContainerWriter(this, out, around.containers.deep());
    this.written = around.written;
    this.counting = around.counting;
    this.payloadDepth = around.payloadDepth + 1;
    this.last = around.last;
    this.top = around.top;
  }

  /** The pass that fails with the whole path. */
  static WritePass withPaths(TokenSink nowhere, ClassRegistry classes) {
    return new WritePass(nowhere, new ValueNumbers(), new MappedInstances(classes), 0, false);
  }

  /** Writes one value. */
  void write(@Nullable Object value) {
    top = value;
    last = numbers.last;
    writeValue(value, false);
    numbers.last = last;
  }

  /** Writes the values of an array in a row, each after what its key is written as. */
  void writeEach(PhpArray values, BiConsumer<Object, TokenSink> writeKey) {
    top = values;
    last = numbers.last;
    for (int i = 0; i < values.size(); i++) {
      writeKey.accept(values.keyAt(i), out);
      writePlace(values.valueAt(i));
    }
    numbers.last = last;
  }

  /** Whether to look at the keys of each map before it is begun. */
  void lookAtKeysFirst(boolean first) {
    containers.lookAtKeysFirst(first);
  }

  /** Forgets the value and where in it the pass was. */
  void clear() {
    top = null;
    written.clear();
    containers.leaveAll();
  }

  /** Writes what stands in an array or object, or has a property for itself. */
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
      written.countPlace(reference);
    }
    Object value = CommonForm.unwrap(reference.get());
    PhpValue known = known(value);
    value = known == null ? value : known;
    boolean object = PhpReference.isObject(value);
    Integer number = written.of(object && value != null ? value : reference);
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
    if (!numbers.knows(number)) {
      throw failure(PhpWriter.numberUnknown());
    }
  }

  private void writeObjectReference(int number) {
    requireKnown(number);
    last++;
    out.putReference(Tag.OBJECT_REFERENCE, number);
  }

  /** A reference with a single place is none. The whole value must be seen to know that. */
  private boolean isShared(PhpReference reference) {
    if (counting) {
      return true;
    }
    if (!written.hasPlaces()) {
      TokenSink nowhere = new TokenSink(FloatFormat.SHORTEST, new byte[PAYLOAD_SIZE], null);
      MappedInstances again = new MappedInstances(mapped.classes());
      WritePass counter =
          new WritePass(nowhere, new ValueNumbers(), again, containers.deep(), true);
      counter.write(top);
      written.takePlaces(counter.written);
    }
    return written.isShared(reference);
  }

  /** Notes the number that comes next. */
  private void remember(Object identity) {
    written.put(identity, last + 1);
  }

  /**
   * Writes a value. The kinds are asked for in the order in which data have them most, because each
   * question takes time: PHP's common kinds, its others, then what Java has beside them.
   *
   * @param referenced whether this is the value of a reference, which ends a cycle
   */
  private void writeValue(@Nullable Object value, boolean referenced) {
    if (value instanceof String text) {
      writeText(text);
    } else if (value instanceof Long number) {
      writeInt(number);
    } else if (value == null) {
      last++;
      out.putNull();
    } else if (value instanceof Boolean bool) {
      last++;
      out.putBoolean(bool);
    } else if (value instanceof PhpArray array) {
      containers.writeArray(array, array, referenced);
    } else if (!(writeScalar(value)
        || writePhpObject(value)
        || writeMapped(value, referenced)
        || writeContainer(value, referenced))) {
      writePlace(commonForm(value));
    }
  }

  private void writeText(String text) {
    last++;
    try {
      out.putQuoted(Tag.STRING, text, Tag.SEMICOLON);
    } catch (IllegalArgumentException e) {
      throw failure(e.getMessage());
    }
  }

  private void writeInt(long number) {
    last++;
    out.putInt(number);
  }

  /** Writes a scalar that is not as common; gives whether the value is one. */
  private boolean writeScalar(Object value) {
    if (value instanceof Double number) {
      last++;
      out.putFloat(number);
    } else if (value instanceof Integer number) {
      writeInt(number);
    } else if (value instanceof PhpString bytes) {
      last++;
      out.putQuoted(Tag.STRING, bytes.bytes(), Tag.SEMICOLON);
    } else {
      return false;
    }
    return true;
  }

  /** Writes an object as PHP has it; gives whether the value is one. */
  private boolean writePhpObject(Object value) {
    boolean object = PhpReference.isObject(value);
    if (object) {
      writeObject(value);
    }
    return object;
  }

  private void writeObject(Object value) {
    Integer number = written.of(value);
    if (number != null) {
      writeObjectReference(number);
      return;
    }
    remember(value);
    last++;
    if (value instanceof PhpObject object) {
      containers.writeObject(object);
    } else if (value instanceof PhpEnum enumCase) {
      out.putQuoted(Tag.ENUM, enumCase.name().bytes(), Tag.SEMICOLON);
    } else {
      writeCustom((PhpCustom) value);
    }
  }

  private void writeCustom(PhpCustom custom) {
    numbers.last = last;
    Optional<PhpArray> values = custom.values();
    if (values.isPresent()) {
      custom.put(out, payload(custom, values.get()));
    } else {
      custom.put(out, custom.payload().bytes());
      numbers.addPayload(custom.scanned());
    }
    last = numbers.last;
  }

  /** The bytes of a payload with these values, after which the numbers go on. */
  private byte[] payload(PhpCustom custom, PhpArray values) {
    if (payloadDepth == Payload.DEEPEST) {
      throw failure("payloads within payloads, more than " + Payload.DEEPEST);
    }
    TokenSink sink = new TokenSink(out.precision(), new byte[PAYLOAD_SIZE], null);
    WritePass inside = new WritePass(sink, this);
    try {
      PayloadPieces.write(custom.payload(), values, sink, inside);
    } catch (SerializeValueException e) {
      throw containers.failure(e);
    }
    numbers.last = inside.last;
    return sink.copy();
  }

  /**
   * Writes an instance of a registered class, a date, or a collection that came from a PHP
   * container, as the PHP value that it stands for; gives whether the value is one.
   */
  private boolean writeMapped(Object value, boolean referenced) {
    PhpValue known = known(value);
    if (known == null) {
      return false;
    } else if (known instanceof PhpArray array) {
      containers.writeArray(value, array, referenced);
    } else {
      writeObject(known);
    }
    return true;
  }

  /** Writes a map, a collection or an array of Java; gives whether the value is one. */
  private boolean writeContainer(Object value, boolean referenced) {
    // Whether it extends a class is known at once, whether it implements an interface is not.
    if (value instanceof AbstractMap<?, ?> map) {
      containers.writeMap(map, referenced);
    } else if (value instanceof AbstractCollection<?> values) {
      containers.writeCollection(values, values, referenced);
    } else if (value instanceof Map<?, ?> map) {
      containers.writeMap(map, referenced);
    } else if (value instanceof Collection<?> values) {
      containers.writeCollection(values, values, referenced);
    } else if (value.getClass().isArray() && !(value instanceof byte[])) {
      containers.writeCollection(value, new JavaArray(value), referenced);
    } else {
      return false;
    }
    return true;
  }

  private @Nullable PhpValue known(@Nullable Object value) {
    try {
      return mapped.find(value);
    } catch (IllegalArgumentException e) {
      throw failure(e.getMessage());
    }
  }

  private @Nullable Object commonForm(Object value) {
    try {
      return CommonForm.of(value);
    } catch (IllegalArgumentException e) {
      throw failure(e.getMessage());
    }
  }

  /** Puts the head of an array, which is a value with a number. */
  void beginArray(int count) {
    last++;
    out.putArrayHead(count);
  }

  /** The exception for the value that is being written. */
  SerializeValueException failure(@Nullable String reason) {
    return containers.failure(reason);
  }
}
