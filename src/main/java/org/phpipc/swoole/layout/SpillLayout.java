package org.phpipc.swoole.layout;

/**
 * The fields of the structure that names the file of a spilled payload: {@code swPackage_task},
 * later {@code PacketTask}.
 *
 * <pre>
 *           156     160     264
 * length    i32 0   u64 0   u64 0    size of the file
 * path      @4      @8      @8       up to the end, NUL-terminated, the rest zero
 * </pre>
 *
 * @param size bytes of the structure
 */
public record SpillLayout(int size, Field length) {
  public static final SpillLayout BYTES_156 = new SpillLayout(156, new Field(0, 4));
  public static final SpillLayout BYTES_160 = new SpillLayout(160, new Field(0, 8));
  public static final SpillLayout BYTES_264 = new SpillLayout(264, new Field(0, 8));

  public int pathOffset() {
    return length.end();
  }

  /** The bytes of the longest path, without its NUL. */
  public int longestPath() {
    return size - pathOffset() - 1;
  }
}
