package org.phpipc.sysv;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The variables of PHP's sysvshm in the bytes of a segment: its layout and its algorithms, so that
 * the same changes leave the same bytes.
 *
 * <pre>
 *     0          8       16      24      32      40 = start        end            total
 *     +----------+-------+-------+-------+-------+--------+--------+--------------+
 *     | PHP_SM\0 | start | end   | free  | total | chunk  | chunk..| free         |
 *     +----------+-------+-------+-------+-------+--------+--------+--------------+
 *
 *     0      8        16      24               24+length   next
 *     +------+--------+-------+----------------+-----------+
 *     | key  | length | next  | value          | slack     |   chunk
 *     +------+--------+-------+----------------+-----------+
 * </pre>
 *
 * All numbers are native signed longs. The byte behind the magic, slack and what removed chunks
 * leave behind are never written. Chunks stand in the order of their last write. Source: {@code
 * ext/sysvshm/sysvshm.c}.
 *
 * <p>Other processes write here too: every number is checked before it is used, and used as it was
 * when it was checked. The checks are those that every segment passes that PHP has written.
 *
 * <p>A process can be killed between any two stores. So the end never stands behind chunks that are
 * not whole, and the free bytes are never more than there are: PHP, which believes both, stays
 * within memory then, and the two not being in accord tells others that something is missing.
 */
final class VariableTable {
  /** Behind the {@link TableMagic}. */
  private static final int START_OFFSET = Long.BYTES;

  private static final int END_OFFSET = START_OFFSET + Long.BYTES;
  private static final int FREE_OFFSET = END_OFFSET + Long.BYTES;
  private static final int TOTAL_OFFSET = FREE_OFFSET + Long.BYTES;

  /** Bytes of the header; fewer make no table. */
  static final int HEADER_BYTES = TOTAL_OFFSET + Long.BYTES;

  private static final int KEY_OFFSET = 0;
  private static final int LENGTH_OFFSET = KEY_OFFSET + Long.BYTES;
  private static final int NEXT_OFFSET = LENGTH_OFFSET + Long.BYTES;
  private static final int VALUE_OFFSET = NEXT_OFFSET + Long.BYTES;

  /** {@code sizeof} of PHP's chunk: its one byte of value is padded to eight. */
  private static final int CHUNK_STRUCT_BYTES = VALUE_OFFSET + Long.BYTES;

  private final ByteBuffer bytes;
  private final String name;

  /**
   * A table over these bytes.
   *
   * @param name of the segment, for messages
   */
  VariableTable(ByteBuffer bytes, String name) {
    this.bytes = bytes.duplicate().order(ByteOrder.nativeOrder());
    this.name = name;
  }

  /** A chunk that was checked. Offsets count from the front of the segment. */
  record Chunk(int offset, long key, int length, int next) {
    int end() {
      return offset + next;
    }

    VariableLayout.Chunk with(byte[] value) {
      return new VariableLayout.Chunk(offset, key, next, next - VALUE_OFFSET - length, value);
    }
  }

  /** What a sound header says. */
  private record Header(int end, int free, int total) {}

  /** Bytes that a chunk takes for a value of this many bytes, as PHP counts them. */
  static long chunkBytes(long length) {
    return (length + CHUNK_STRUCT_BYTES - 1) / Long.BYTES * Long.BYTES + Long.BYTES;
  }

  /** Whether the bytes begin with the magic of a table. */
  boolean hasMagic() {
    return bytes.capacity() >= HEADER_BYTES && TableMagic.isIn(bytes);
  }

  /** Whether nobody has written a header yet. */
  boolean isBlank() {
    return bytes.capacity() >= HEADER_BYTES
        && bytes.slice(0, HEADER_BYTES).equals(ByteBuffer.allocate(HEADER_BYTES));
  }

  /**
   * Makes an empty table of the first {@code total} bytes, or of all bytes if that is less than a
   * header or more than there are.
   */
  void initialise(long total) {
    requireRoomForHeader();
    boolean possible = total >= HEADER_BYTES && total <= bytes.capacity();
    long size = possible ? total : bytes.capacity();
    bytes.putLong(START_OFFSET, HEADER_BYTES);
    bytes.putLong(END_OFFSET, HEADER_BYTES);
    bytes.putLong(TOTAL_OFFSET, size);
    bytes.putLong(FREE_OFFSET, size - HEADER_BYTES);
    VarHandle.storeStoreFence(); // Without the magic nobody uses a header that is not whole.
    TableMagic.putInto(bytes);
  }

  /**
   * Refuses bytes that do not begin as a table does. The numbers behind that change while others
   * write, so they are for each use to check.
   */
  void check() {
    requireRoomForHeader();
    if (!hasMagic()) {
      throw new VariableTableException(
          name
              + " is not PHP's: it begins with "
              + TableMagic.textIn(bytes)
              + ", not "
              + TableMagic.text());
    }
  }

  /** Bytes left for chunks. */
  int free() {
    return header().free;
  }

  /** All chunks, from the oldest write to the newest. */
  List<Chunk> chunks() {
    int end = header().end;
    List<Chunk> chunks = new ArrayList<>();
    int position = HEADER_BYTES;
    while (position < end) {
      Chunk chunk = chunk(position, end);
      chunks.add(chunk);
      position = chunk.end();
    }
    return chunks;
  }

  /** What is there, sound or not. */
  VariableLayout layout() {
    List<VariableLayout.Chunk> chunks = new ArrayList<>();
    Optional<VariableLayout.Damage> damage = Optional.empty();
    int sound = 0;
    try {
      int end = header().end;
      sound = HEADER_BYTES;
      while (sound < end) {
        Chunk chunk = chunk(sound, end);
        chunks.add(chunk.with(value(chunk)));
        sound = chunk.end();
      }
    } catch (VariableTableException e) {
      String detail = String.valueOf(e.getMessage());
      damage = Optional.of(new VariableLayout.Damage(sound, detail));
    }
    boolean hasHeader = bytes.capacity() >= HEADER_BYTES;
    Optional<VariableLayout.Header> header =
        hasHeader ? Optional.of(headerAsFound()) : Optional.empty();
    return new VariableLayout(bytes.capacity(), header, chunks, damage);
  }

  boolean contains(long key) {
    return find(key, header().end) >= 0;
  }

  Optional<byte[]> get(long key) {
    Header header = header();
    int position = find(key, header.end);
    return position < 0 ? Optional.empty() : Optional.of(value(chunk(position, header.end)));
  }

  /** The value of a chunk. */
  byte[] value(Chunk chunk) {
    byte[] value = new byte[chunk.length];
    bytes.get(chunk.offset + VALUE_OFFSET, value);
    return value;
  }

  /**
   * Puts a value behind all others, in the place of an older one of this key.
   *
   * @return false if it does not fit; then nothing is changed
   */
  boolean put(long key, byte[] value) {
    Header header = header();
    long needed = chunkBytes(value.length);
    int position = find(key, header.end);
    Chunk old = position < 0 ? null : chunk(position, header.end);
    if (needed > header.free + (old == null ? 0 : old.next)) {
      return false;
    }
    append(old == null ? header : removed(old, header), key, value, (int) needed);
    return true;
  }

  boolean remove(long key) {
    Header header = header();
    int position = find(key, header.end);
    if (position >= 0) {
      removed(chunk(position, header.end), header);
    }
    return position >= 0;
  }

  private void append(Header header, long key, byte[] value, int next) {
    int offset = header.end;
    bytes.putLong(FREE_OFFSET, header.free - next);
    VarHandle.storeStoreFence();
    bytes.putLong(offset + KEY_OFFSET, key);
    bytes.putLong(offset + LENGTH_OFFSET, value.length);
    bytes.putLong(offset + NEXT_OFFSET, next);
    bytes.put(offset + VALUE_OFFSET, value);
    VarHandle.storeStoreFence();
    bytes.putLong(END_OFFSET, header.end + next);
  }

  /**
   * Moves what follows the chunk to where it was; what is left behind the new end stays. A damaged
   * chunk that moved could hide those behind it, so there must be none.
   */
  private Header removed(Chunk chunk, Header header) {
    requireWhole(chunk.end(), header.end);
    int end = header.end - chunk.next;
    int free = header.free + chunk.next;
    bytes.putLong(END_OFFSET, chunk.offset); // Those that move are not there meanwhile.
    VarHandle.storeStoreFence();
    bytes.put(chunk.offset, bytes, chunk.end(), end - chunk.offset);
    VarHandle.storeStoreFence();
    bytes.putLong(END_OFFSET, end);
    VarHandle.storeStoreFence();
    bytes.putLong(FREE_OFFSET, free);
    return new Header(end, free, header.total);
  }

  /**
   * Where the first chunk with this key stands, or -1. Chunks often have one size: supposing that
   * of the chunk before makes the processor go on before it has read where the next one stands.
   */
  private int find(long key, int end) {
    int position = HEADER_BYTES;
    int size = CHUNK_STRUCT_BYTES;
    while (position < end) {
      if (!hasSize(position, end, size)) {
        size = next(position, end);
      }
      if (bytes.getLong(position + KEY_OFFSET) == key) {
        return position;
      }
      position += size;
    }
    return -1;
  }

  /**
   * Refuses chunks from a position on that do not follow one another up to the end; supposes their
   * sizes as {@link #find} does.
   */
  private void requireWhole(int from, int end) {
    int position = from;
    int size = CHUNK_STRUCT_BYTES;
    while (position < end) {
      if (!hasSize(position, end, size)) {
        size = next(position, end);
      }
      position += size;
    }
  }

  /**
   * Whether the chunk lies before the end and has this size, which is one that a chunk can have.
   */
  private boolean hasSize(int position, int end, int size) {
    return size <= end - position && bytes.getLong(position + NEXT_OFFSET) == size;
  }

  private Chunk chunk(int position, int end) {
    int next = next(position, end);
    long length = bytes.getLong(position + LENGTH_OFFSET);
    if (length < 0 || length > next || chunkBytes(length) != next) {
      throw damaged("the chunk at " + position + " has length " + length + " in " + next);
    }
    return new Chunk(position, bytes.getLong(position + KEY_OFFSET), (int) length, next);
  }

  /** The size of the chunk, which is whole and lies before the end. */
  private int next(int position, int end) {
    long next = end - position < CHUNK_STRUCT_BYTES ? 0 : bytes.getLong(position + NEXT_OFFSET);
    if (next < CHUNK_STRUCT_BYTES || next > end - position || next % Long.BYTES != 0) {
      throw damaged("the chunk at " + position + " of " + end + " has size " + next);
    }
    return (int) next;
  }

  private Header header() {
    check();
    long start = bytes.getLong(START_OFFSET);
    long end = bytes.getLong(END_OFFSET);
    long free = bytes.getLong(FREE_OFFSET);
    long total = bytes.getLong(TOTAL_OFFSET);
    boolean sound =
        total >= HEADER_BYTES
            && total <= bytes.capacity()
            && start == HEADER_BYTES
            && end >= start
            && end <= total
            && end % Long.BYTES == 0
            && free == total - end;
    if (!sound) {
      throw damaged(
          String.format(
              Locale.ROOT,
              "its header says start %d, end %d, free %d, total %d, and it has %d bytes",
              start,
              end,
              free,
              total,
              bytes.capacity()));
    }
    return new Header((int) end, (int) free, (int) total);
  }

  private VariableLayout.Header headerAsFound() {
    return new VariableLayout.Header(
        TableMagic.textIn(bytes),
        bytes.getLong(START_OFFSET),
        bytes.getLong(END_OFFSET),
        bytes.getLong(FREE_OFFSET),
        bytes.getLong(TOTAL_OFFSET));
  }

  private void requireRoomForHeader() {
    if (bytes.capacity() < HEADER_BYTES) {
      throw new VariableTableException(
          name + " is too small: " + bytes.capacity() + " of at least " + HEADER_BYTES + " bytes");
    }
  }

  private VariableTableException damaged(String detail) {
    return new VariableTableException(name + " is damaged: " + detail);
  }
}
