package org.phpipc.serialize;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes to read: an array with all of them, or the part of a stream that is being looked at.
 *
 * <p>From a stream, bytes are fetched when they are looked at, never ahead of what the stream has
 * at hand. The array grows with the bytes that came, not with what they claim, and what is before
 * {@link #position} goes when a value begins.
 */
abstract sealed class ByteWindow permits ByteScanner {

  /** What {@link #at} gives where no byte is. */
  static final int END = 256;

  /** As many elements as PHP's arrays can have, about. */
  private static final int MOST_ELEMENTS = 1 << 30;

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final int STREAM_BUFFER = 1 << 13;

  /** The most digits of a stream that are kept because the number is not over. */
  private static final int LONGEST_NUMBER = 1 << 12;

  byte[] bytes;
  int limit;

  /** The first byte that is not read yet. */
  int position;

  private final @Nullable InputStream source;

  /** Where the first byte of the input would be in the array. */
  private long origin;

  /** From this position on it pays to move the rest to the front. */
  private int discardAt = Integer.MAX_VALUE;

  /** Up to here, the array may grow. */
  private int granted;

  ByteWindow(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.position = offset;
    this.limit = offset + length;
    this.origin = offset;
    this.source = null;
  }

  /** Goes on to other bytes, as if made for them. */
  void startAnew(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.position = offset;
    this.limit = offset + length;
    this.origin = offset;
    this.granted = 0;
  }

  ByteWindow(InputStream source) {
    this.bytes = new byte[STREAM_BUFFER];
    this.source = source;
    this.discardAt = STREAM_BUFFER / 2;
  }

  /** The exception for broken bytes at an index. */
  abstract SerializeFormatException failure(long at, String reason);

  /** Called before the bytes in front of {@link #position} go. */
  abstract void discarding();

  /** The offset in the input of an index. */
  final long offset(long index) {
    return index - origin;
  }

  /** Whether there may be more bytes than those in the array. */
  final boolean isStream() {
    return source != null;
  }

  /** The byte at an index, or {@link #END} after the last one. */
  final int at(int index) {
    return index < limit ? bytes[index] : fetch(index);
  }

  private int fetch(int index) {
    if (source != null && index > Math.max(position, granted) + LONGEST_NUMBER) {
      throw failure(position, "a longer number than a stream may have");
    }
    return has(index + 1L) ? bytes[index] : END;
  }

  /** Whether there are bytes up to an index, whose sum a limit has allowed. */
  final boolean has(long end) {
    if (source == null || end <= limit) {
      return end <= limit;
    }
    while (limit < end && fill()) {}
    return limit >= end;
  }

  /** The same for a text, after which more may be looked at. */
  final boolean hasText(long end) {
    granted = (int) Math.min(end, LARGEST_ARRAY);
    return has(end);
  }

  /** Whether a text of this length could be there, before anything is fetched for it. */
  final boolean mayHaveText(int start, long length) {
    long most = source == null ? limit - start : LARGEST_ARRAY - start;
    return Long.compareUnsigned(length, most) <= 0;
  }

  /** Whether so many pairs could be there. */
  final boolean mayHavePairs(int start, long count) {
    return count >= 0 && count < MOST_ELEMENTS && (source != null || count <= (limit - start) / 2);
  }

  /** Fetches some bytes, at least one; gives false at the end. */
  private boolean fill() {
    if (source == null || limit == LARGEST_ARRAY) {
      return false;
    }
    if (limit == bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST_ARRAY, limit * 2L));
    }
    try {
      int count = source.read(bytes, limit, bytes.length - limit);
      limit += Math.max(count, 0);
      return count >= 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets go what is read, if that pays. Indexes from before are of no more use. */
  final void discardRead() {
    if (position >= discardAt) {
      discarding();
      discard();
    }
  }

  private void discard() {
    int rest = limit - position;
    byte[] from = bytes;
    if (bytes.length > 4 * STREAM_BUFFER && rest < STREAM_BUFFER) {
      bytes = new byte[STREAM_BUFFER];
    }
    System.arraycopy(from, position, bytes, 0, rest);
    origin -= position;
    position = 0;
    limit = rest;
    granted = 0;
    discardAt = bytes.length / 2;
  }

  /** Hands on so many bytes from {@link #position}; gives false if there are fewer. */
  final boolean transfer(long length, OutputStream to) {
    long rest = length;
    while (rest > 0) {
      if (position == limit) {
        discardRead();
        if (!has(position + 1L)) {
          return false;
        }
      }
      int count = (int) Math.min(rest, limit - position);
      try {
        to.write(bytes, position, count);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      position += count;
      rest -= count;
    }
    return true;
  }
}
