package org.phpipc.serialize;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.number.FloatFormat;
import org.phpipc.serialize.token.TokenSink;

/**
 * Writes plain Java values. Most need a single {@link WritePass}; a value goes through again only
 * for what one pass cannot know or has not noted.
 *
 * <pre>
 *  write(value)
 *    |
 *    v
 *  quick pass        takes the keys of every map to be distinct in PHP
 *    |    |
 *    |    +-- maps with keys such as 5 and "5" --> the bytes are dropped, and a careful pass
 *    |                                             looks at the keys of each map first
 *    |
 *    +-- first object that a PhpReference holds and that was written before
 *    |       --> counting pass: the bytes go nowhere; it counts the places of each reference,
 *    |           because one with a single place is none. Then the first pass goes on
 *    |
 *    +-- value that PHP has no form for
 *            --> path pass: the bytes go nowhere; it notes all keys on its way, so that the
 *                exception names the place. Then the write has failed
 *
 *  In each pass containers are written by recursion to the depth 32, and below it, where the
 *  Java stack might not suffice, step by step (Walk). The path pass only takes such steps.
 * </pre>
 *
 * <p>What goes to a {@link PhpWriter} cannot be dropped again, so the first pass is careful there.
 */
final class ValueWriter {
  /** The size of an array, in bytes, up to which it is worth keeping for the next value. */
  private static final int LARGEST_KEPT = 1 << 17;

  private final TokenSink out;
  private final ValueNumbers numbers;
  private final MappedInstances mapped;
  private final WritePass pass;

  /** A writer with a sink and numbers of its own. */
  ValueWriter(TokenSink out, ClassRegistry classes) {
    this(out, new ValueNumbers(), classes);
  }

  /** A writer that goes on where the sink and the numbers are. */
  ValueWriter(TokenSink out, ValueNumbers numbers, ClassRegistry classes) {
    this.out = out;
    this.numbers = numbers;
    this.mapped = new MappedInstances(classes);
    this.pass = new WritePass(out, numbers, mapped);
  }

  /** Writes one value after what the sink has already. */
  void write(@Nullable Object value) {
    Object top = PhpReference.dereference(value);
    try {
      pass.write(top);
    } catch (SerializeValueException e) {
      failWithPath(top);
      throw e;
    }
  }

  /** Writes the values of an array in a row, each after what its key is written as. */
  void writeEach(PhpArray values, BiConsumer<Object, TokenSink> writeKey) {
    try {
      pass.writeEach(values, writeKey);
    } catch (SerializeValueException e) {
      failWithPath(values);
      throw e;
    }
  }

  /** Fails as the first pass did, unless the value has changed since, but with the whole path. */
  private void failWithPath(@Nullable Object top) {
    TokenSink nowhere =
        new TokenSink(FloatFormat.SHORTEST, new byte[1 << 13], OutputStream.nullOutputStream());
    WritePass.withPaths(nowhere, mapped.classes()).write(top);
  }

  /** The bytes of one value. Nothing of the value or the bytes is kept. */
  byte[] toBytes(@Nullable Object value) {
    writeQuickly(value);
    byte[] bytes = out.copy();
    clear();
    return bytes;
  }

  /** Puts the bytes of one value into a buffer; if they do not fit, gives them instead. */
  Optional<byte[]> putInto(ByteBuffer buffer, @Nullable Object value) {
    writeQuickly(value);
    Optional<byte[]> tooMany = out.copyInto(buffer) ? Optional.empty() : Optional.of(out.copy());
    clear();
    return tooMany;
  }

  private void writeQuickly(@Nullable Object value) {
    pass.lookAtKeysFirst(false);
    try {
      write(value);
    } catch (DistinctKeys.NotDistinctException e) {
      clear();
      pass.lookAtKeysFirst(true);
      write(value);
    }
  }

  private void clear() {
    out.clear();
    numbers.clear();
    mapped.clear();
    pass.clear();
  }

  /** Whether it takes so little memory that it can be kept for the next value. */
  boolean isSmall() {
    return out.capacity() <= LARGEST_KEPT;
  }
}
