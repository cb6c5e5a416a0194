package org.phpipc.swoole.layout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a packet header. Their names are those of {@code DataHead} in the newest release.
 *
 * <pre>
 *            12 a     12 b     16       24       32       40 a     40 b
 * fd         i32 0    i32 0    i32 0    i32 0    i64 0    i64 0    i64 0     task id
 * msg_id                                                  u64 8    u64 8     0
 * len        u16 4    u16 4    u32 4    u32 4    u32 8    u32 16   u32 16    bytes after the header
 * reactor_id i16 6    i16 6    i16 8    i16 8    i16 12   i16 20   i16 20    source worker
 * type       u8 8     u8 8     u8 10    u8 10    u8 14    u8 22    u8 22     event
 * flags               u8 9     u8 11    u8 11    u8 15    u8 23    u8 23     0
 * server_fd  u8 9     u16 10   u16 12   u16 12   u16 16   u16 24   u16 24    task flags, except in 40 b
 * ext_flags                             u16 14   u16 18   u16 26   u16 26    task flags in 40 b
 * time                                  f64 16   f64 24   f64 32   f64 32    of the dispatch
 * </pre>
 *
 * @param size bytes of the header
 * @param zero the named fields that are 0 in every task packet
 */
public record HeaderLayout(
    int size,
    Field taskId,
    Field length,
    Field sourceWorker,
    Field type,
    Field taskFlags,
    @Nullable Field time,
    List<Field> zero) {

  public static final HeaderLayout BYTES_12_A =
      new HeaderLayout(12, at(0, 4), at(4, 2), at(6, 2), at(8, 1), at(9, 1), null, List.of());
  public static final HeaderLayout BYTES_12_B =
      new HeaderLayout(
          12, at(0, 4), at(4, 2), at(6, 2), at(8, 1), at(10, 2), null, List.of(at(9, 1)));
  public static final HeaderLayout BYTES_16 =
      new HeaderLayout(
          16, at(0, 4), at(4, 4), at(8, 2), at(10, 1), at(12, 2), null, List.of(at(11, 1)));
  public static final HeaderLayout BYTES_24 =
      new HeaderLayout(
          24,
          at(0, 4),
          at(4, 4),
          at(8, 2),
          at(10, 1),
          at(12, 2),
          at(16, 8),
          List.of(at(11, 1), at(14, 2)));
  public static final HeaderLayout BYTES_32 =
      new HeaderLayout(
          32,
          at(0, 8),
          at(8, 4),
          at(12, 2),
          at(14, 1),
          at(16, 2),
          at(24, 8),
          List.of(at(15, 1), at(18, 2)));
  public static final HeaderLayout BYTES_40_A = bytes40(at(24, 2), at(26, 2));
  public static final HeaderLayout BYTES_40_B = bytes40(at(26, 2), at(24, 2));

  private static HeaderLayout bytes40(Field taskFlags, Field other) {
    return new HeaderLayout(
        40,
        at(0, 8),
        at(16, 4),
        at(20, 2),
        at(22, 1),
        taskFlags,
        at(32, 8),
        List.of(at(8, 8), at(23, 1), other));
  }

  private static Field at(int offset, int width) {
    return new Field(offset, width);
  }
}
