package org.phpipc.serialize.token;

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
 * {@link #position} goes when {@link #discard} is called.
 */
public abstract sealed class ByteWindow permits TokenScanner {
  /** What {@link #at} gives after the last byte. */
  public static final int END = 256;

  /** The number of elements that PHP's arrays can have, about. */
  private static final int MOST_ELEMENTS = 1 << 30;

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final int STREAM_BUFFER = 1 << 13;

  /** The number of digits from a stream that are kept at most because the number is not over. */
  private static final int LONGEST_NUMBER = 1 << 12;

  public byte[] bytes;
  public int limit;

  /** The index of the first byte that is not read yet. */
  public int position;

  /** The index after the number, or the head of a text, that was scanned last. */
  public int cursor;

  private final @Nullable InputStream source;
  private final ScanListener listener;

  /** The index that the first byte of the input would have in the array. */
  private long origin;

  /** The position from which on it pays to move the rest to the front. */
  private int discardAt = Integer.MAX_VALUE;

  /** The index up to which the array may grow. */
  private int granted;

  /** A window on all of {@code length} bytes from {@code offset} on. */
  ByteWindow(byte[] bytes, int offset, int length, ScanListener listener) {
    this.listener = listener;
    this.source = null;
    this.bytes = bytes;
    show(bytes, offset, length);
  }

  /** A window on a stream. */
  ByteWindow(InputStream source, ScanListener listener) {
    this.listener = listener;
    this.source = source;
    this.bytes = new byte[STREAM_BUFFER];
    this.discardAt = STREAM_BUFFER / 2;
  }

  /** Goes on to other bytes, as if made for them. */
  final void show(byte[] other, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, other.length);
    bytes = other;
    position = offset;
    limit = offset + length;
    origin = offset;
    granted = 0;
  }

  /** The exception for broken bytes at an index. */
  public final RuntimeException failure(long index, String reason) {
    return listener.failure(this, index, reason);
  }

  /** Tells that an int was out of range. */
  final void clamped() {
    listener.clamped();
  }

  /** The offset in the input of an index. */
  public final long offset(long index) {
    return index - origin;
  }

  /** Whether there may be more bytes than those in the array. */
  final boolean isStream() {
    return source != null;
  }

  /** The byte at an index, or {@link #END} after the last one. */
  public final int at(int index) {
    return index < limit ? bytes[index] : fetch(index);
  }

  private int fetch(int index) {
    if (source != null && index > Math.max(position, granted) + LONGEST_NUMBER) {
      throw failure(position, "a longer number than a stream may have");
    }
    return has(index + 1L) ? bytes[index] : END;
  }

  /** Whether there are bytes up to an index, whose sum a limit has allowed. */
  public final boolean has(long end) {
    if (source == null || end <= limit) {
      return end <= limit;
    }
    while (limit < end && fill()) {}
    return limit >= end;
  }

  /** Whether there are the bytes of a text up to an index; more may be looked at after it. */
  public final boolean hasText(long end) {
    granted = (int) Math.min(end, LARGEST_ARRAY);
    return has(end);
  }

  /** Whether a text of this length could be there, before anything is fetched for it. */
  public final boolean mayHaveText(int start, long length) {
    long most = source == null ? limit - start : LARGEST_ARRAY - start;
    return Long.compareUnsigned(length, most) <= 0;
  }

  /** Whether {@code count} pairs could be there. */
  public final boolean mayHavePairs(int start, long count) {
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

  /** Whether it pays to {@link #discard}. */
  public final boolean isWorthDiscarding() {
    return position >= discardAt;
  }

  /** Lets go what is read. Indexes from before are of no more use. */
  public final void discard() {
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

  /**
   * Hands on bytes from {@link #position}, at most {@code length} of those that are in the array.
   *
   * @return how many were handed on
   */
  final int transferFetched(long length, OutputStream to) {
    int count = (int) Math.min(length, limit - position);
    try {
      to.write(bytes, position, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    position += count;
    return count;
  }
}
