package org.phpipc.sysv;

import java.util.List;
import java.util.Optional;

/**
 * How a segment is laid out that holds PHP's variables, or should: for looking at it, damaged or
 * not.
 *
 * @param segmentBytes size of the segment
 * @param header what stands there, sound or not; none if the segment has no room for one
 * @param chunks from the oldest write to the newest, up to the first that is damaged
 * @param damage what keeps the segment from being used, if anything
 */
public record VariableLayout(
    long segmentBytes, Optional<Header> header, List<Chunk> chunks, Optional<Damage> damage) {

  /**
   * The first bytes of a segment.
   *
   * @param magic as text, in quotes; bytes that are none as {@code \x00}
   * @param start offset of the first chunk
   * @param end offset behind the last chunk
   * @param free bytes behind the end
   * @param total bytes of the table
   */
  public record Header(String magic, long start, long end, long free, long total) {}

  /**
   * A variable.
   *
   * @param offset from the front of the segment
   * @param bytes from this chunk to the next
   * @param padding how many of them are behind the value
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares chunks.
  public record Chunk(int offset, long key, int bytes, int padding, byte[] value) {}

  /**
   * Why nothing more can be made of it.
   *
   * @param offset of the header or the chunk that is not sound
   */
  public record Damage(long offset, String detail) {}

  /** Looks at a segment, whatever it holds. */
  public static VariableLayout of(SharedSegment segment) {
    return segment.use(bytes -> new VariableTable(bytes, segment.toString()).layout());
  }
}
