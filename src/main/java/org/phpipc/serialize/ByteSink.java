package org.phpipc.serialize;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in a growing array; or on the way to a stream, which takes what is in the array whenever
 * that is full.
 */
abstract sealed class ByteSink permits TokenSink {

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  byte[] bytes;

  /** How many of them are put; they go on from here. */
  int size;

  private final @Nullable OutputStream target;

  ByteSink(byte[] bytes, @Nullable OutputStream target) {
    this.bytes = bytes;
    this.target = target;
  }

  /** How much fits before the array must grow. */
  final int capacity() {
    return bytes.length;
  }

  void forget() {
    size = 0;
  }

  /** Makes sure that there is room after {@link #size}. */
  final void ensure(int room) {
    if (bytes.length - size < room) {
      makeRoom(room);
    }
  }

  final void makeRoom(long room) {
    drain();
    if (bytes.length - size < room) {
      grow(size + room);
    }
  }

  /** Hands what is in the array on to the stream, if there is one. */
  private void drain() {
    if (target != null) {
      try {
        target.write(bytes, 0, size);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      size = 0;
    }
  }

  final void flushTarget() {
    drain();
    if (target != null) {
      try {
        target.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void grow(long needed) {
    if (needed > LARGEST_ARRAY) {
      throw new OutOfMemoryError("more than " + LARGEST_ARRAY + " bytes");
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST_ARRAY, Math.max(needed, size * 2L)));
  }

  final byte[] copy() {
    if (target != null) {
      throw new IllegalStateException("what is written goes to a stream");
    }
    return Arrays.copyOf(bytes, size);
  }

  /** Puts all of it into a buffer, or nothing if it does not fit; gives whether it does. */
  final boolean copyInto(ByteBuffer buffer) {
    boolean fits = size <= buffer.remaining();
    if (fits) {
      buffer.put(bytes, 0, size);
    }
    return fits;
  }

  /** A copy, or the array itself if it is full; then nobody may write any more. */
  final byte[] takeBytes() {
    return size == bytes.length ? bytes : copy();
  }

  final void put(byte b) {
    ensure(1);
    bytes[size++] = b;
  }

  final void putRaw(byte[] text) {
    for (int done = 0; done < text.length; ) {
      int piece = roomFor(text.length - done);
      System.arraycopy(text, done, bytes, size, piece);
      size += piece;
      done += piece;
    }
  }

  /** Makes room for so many bytes; where they go to a stream, for some of them. */
  private int roomFor(int length) {
    ensure(target == null ? length : 1);
    return Math.min(length, bytes.length - size);
  }
}
