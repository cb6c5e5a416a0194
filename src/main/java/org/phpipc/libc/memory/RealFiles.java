package org.phpipc.libc.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.phpipc.Errno;
import org.phpipc.libc.abi.Statx;

/** Files are the real ones, as far as the JDK knows them: keys come from them. */
final class RealFiles {
  private RealFiles() {}

  static int statx(byte[] pathname, ByteBuffer statx) {
    String path = new String(pathname, 0, pathname.length - 1, Charset.defaultCharset());
    try {
      Map<String, Object> attributes = Files.readAttributes(Path.of(path), "unix:ino,dev");
      long dev = number(attributes, "dev");
      statx
          .putLong(Statx.INO_OFFSET, number(attributes, "ino"))
          .putInt(Statx.DEV_MAJOR_OFFSET, major(dev))
          .putInt(Statx.DEV_MINOR_OFFSET, minor(dev));
      return 0;
    } catch (AccessDeniedException e) {
      return -Errno.EACCES.number();
    } catch (NoSuchFileException | InvalidPathException e) {
      return -Errno.ENOENT.number();
    } catch (IOException e) {
      return -Errno.EIO.number();
    }
  }

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) Objects.requireNonNull(attributes.get(name))).longValue();
  }

  /** As {@code sys/sysmacros.h} takes a device number apart. */
  private static int major(long dev) {
    return (int) ((dev >>> 8 & 0xfff) | (dev >>> 32 & ~0xfffL));
  }

  private static int minor(long dev) {
    return (int) ((dev & 0xff) | (dev >>> 12 & ~0xffL));
  }
}
