package org.phpipc.swoole;

/**
 * Where the structure that stands for a spilled payload has what: {@code swPackage_task}, later
 * {@code PacketTask}.
 *
 * <pre>
 *           156     160     264
 * length    i32 0   u64 0   u64 0    bytes of the file
 * path      @4      @8      @8       up to the end, NUL-terminated, the rest zero
 * </pre>
 *
 * @param size bytes of the structure
 */
record SpillLayout(int size, Field length) {
  static final SpillLayout BYTES_156 = new SpillLayout(156, new Field(0, 4));
  static final SpillLayout BYTES_160 = new SpillLayout(160, new Field(0, 8));
  static final SpillLayout BYTES_264 = new SpillLayout(264, new Field(0, 8));

  int pathOffset() {
    return length.end();
  }

  /** How long a path may be, its NUL not counted. */
  int longestPath() {
    return size - pathOffset() - 1;
  }
}
