package org.phpipc.serialize.token;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in an array that grows; or, with a target, on their way to that stream, which takes what is
 * in the array whenever the array is full.
 */
abstract sealed class ByteSink permits TokenSink {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  byte[] bytes;

  /** The number of bytes in the array; the next one goes to this index. */
  int size;

  private final @Nullable OutputStream target;

  ByteSink(byte[] bytes, @Nullable OutputStream target) {
    this.bytes = bytes;
    this.target = target;
  }

  /** Makes sure that {@code room} bytes fit after {@link #size}. */
  final void ensure(int room) {
    if (bytes.length - size < room) {
      makeRoom(room);
    }
  }

  /** Makes the room, by emptying the array into the stream or by a larger array. */
  final void makeRoom(long room) {
    drain();
    if (bytes.length - size < room) {
      grow(size + room);
    }
  }

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

  private void grow(long needed) {
    if (needed > LARGEST_ARRAY) {
      throw new OutOfMemoryError("more than " + LARGEST_ARRAY + " bytes");
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST_ARRAY, Math.max(needed, size * 2L)));
  }

  /** Hands everything on to the stream and flushes the stream, if there is one. */
  public final void flush() {
    drain();
    if (target != null) {
      try {
        target.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * A copy of what was put.
   *
   * @throws IllegalStateException if it goes to a stream
   */
  public final byte[] copy() {
    if (target != null) {
      throw new IllegalStateException("what is written goes to a stream");
    }
    return Arrays.copyOf(bytes, size);
  }

  /** A copy, or the array itself if it is full: after this nothing may be put any more. */
  public final byte[] takeBytes() {
    return size == bytes.length ? bytes : copy();
  }

  /** How many bytes fit before the array must grow. */
  public final int capacity() {
    return bytes.length;
  }

  /** Puts all bytes into {@code buffer}, or none if they do not fit; gives whether they do. */
  public final boolean copyInto(ByteBuffer buffer) {
    boolean fits = size <= buffer.remaining();
    if (fits) {
      buffer.put(bytes, 0, size);
    }
    return fits;
  }

  /** Puts one byte as it is. */
  public final void put(byte b) {
    ensure(1);
    bytes[size++] = b;
  }

  /** Puts bytes as they are. */
  public final void put(byte[] more) {
    for (int done = 0; done < more.length; ) {
      int piece = roomFor(more.length - done);
      System.arraycopy(more, done, bytes, size, piece);
      size += piece;
      done += piece;
    }
  }

  /** Makes room for {@code length} bytes, or on the way to a stream for some of them. */
  private int roomFor(int length) {
    ensure(target == null ? length : 1);
    return Math.min(length, bytes.length - size);
  }
}
