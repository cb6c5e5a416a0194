package org.phpipc.sysv;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.commons.lang3.Validate;
import org.phpipc.libc.IpcLibc;
import org.phpipc.libc.NativeBuffer;
import org.phpipc.libc.abi.FileFlags;
import org.phpipc.libc.abi.IpcFlags;
import org.phpipc.libc.abi.Statx;

/**
 * The number under which processes find the same kernel object: C's {@code key_t}.
 *
 * @param value signed 32 bits; 0 is {@link #PRIVATE}
 */
public record IpcKey(int value) {
  /** {@code IPC_PRIVATE}: every creation under it makes a new object that no key finds. */
  public static final IpcKey PRIVATE = new IpcKey(IpcFlags.IPC_PRIVATE);

  /**
   * The key that C's and PHP's {@code ftok} give for a file: the project's byte, the low byte of
   * the device number and the low 16 bits of the inode number. Links are followed. Two files may
   * share a key, and a file that is created again usually has another key.
   *
   * @param project 0 to 255; {@code 'a'} is usual
   * @throws IpcException if the file cannot be examined (call {@code ftok})
   */
  public static IpcKey ftok(Path path, int project) {
    return ftok(nativeBytes(path), project);
  }

  /** As {@link #ftok(Path, int)}, for a path that may not be text. */
  public static IpcKey ftok(byte[] path, int project) {
    Validate.isTrue(path.length > 0, "ftok: the path is empty");
    Validate.isTrue(!ArrayUtils.contains(path, (byte) 0), "ftok: the path holds a NUL byte");
    Validate.isTrue(project >= 0 && project <= 0xff, "ftok: project %s is not one byte", project);
    IpcLibc libc = IpcLibc.get();
    NativeBuffer statx = libc.buffer(Statx.SIZE);
    byte[] pathname = Arrays.copyOf(path, path.length + 1);
    int result = libc.statx(FileFlags.AT_FDCWD, pathname, 0, Statx.STATX_INO, statx);
    if (result < 0) {
      String subject = "file " + new String(path, StandardCharsets.UTF_8);
      throw IpcErrors.of(IpcCall.FTOK, subject, -result, null);
    }
    return ftok(statx.bytes(), project);
  }

  private static IpcKey ftok(ByteBuffer statx, int project) {
    int device = statx.getInt(Statx.DEV_MINOR_OFFSET) & 0xff;
    int inode = (int) statx.getLong(Statx.INO_OFFSET) & 0xffff;
    return new IpcKey(project << 24 | device << 16 | inode);
  }

  /**
   * A random key under which no queue, segment or semaphore set exists now. Nothing reserves the
   * key: create the object with a method that refuses an existing one, such as {@link
   * MessageQueue#create}.
   */
  public static IpcKey unused() {
    IpcKey key;
    do {
      key = new IpcKey(ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
    } while (MessageQueue.exists(key) || SharedSegment.exists(key) || SemaphoreSet.exists(key));
    return key;
  }

  /** Whether this is {@link #PRIVATE}. */
  public boolean isPrivate() {
    return value == IpcFlags.IPC_PRIVATE;
  }

  /** Hexadecimal with eight digits, as {@code ipcs} prints it. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "0x%08x", value);
  }

  /** A URI escapes the bytes of the path one by one: the only door to those that are no text. */
  private static byte[] nativeBytes(Path path) {
    String escaped = path.toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(escaped, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }
}
