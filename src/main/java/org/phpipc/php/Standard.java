package org.phpipc.php;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.lang3.ArrayUtils;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.php.PhpWarning.Level;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.SerializeFormatException;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcKey;

/**
 * What scripts around System V IPC use of PHP's standard extension. Source: {@code
 * ext/standard/basic_functions.stub.php} of PHP 8.2.
 */
public final class Standard {
  private static final int FTOK_FAILED = -1;

  private Standard() {}

  /**
   * {@code ftok}: the key of a file and a project.
   *
   * @param filename as UTF-8; links are followed
   * @param project_id one byte as UTF-8, so one character below U+0080
   * @return the key, or -1 after a warning
   */
  public static int ftok(String filename, String project_id) {
    return ftok(
        filename.getBytes(StandardCharsets.UTF_8), project_id.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code ftok} for a path or a project that is no text. */
  public static int ftok(byte[] filename, byte[] project_id) {
    if (ArrayUtils.contains(filename, (byte) 0)) {
      throw new PhpValueError("ftok", 1, "filename", "must not contain any null bytes");
    }
    if (filename.length == 0) {
      throw new PhpValueError("ftok", 1, "filename", "cannot be empty");
    }
    if (project_id.length != 1) {
      throw new PhpValueError("ftok", 2, "project_id", "must be a single character");
    }
    try {
      return IpcKey.ftok(filename, Byte.toUnsignedInt(project_id[0])).value();
    } catch (IpcException e) {
      PhpWarnings.warn("ftok", "ftok() failed - " + Errno.text(e.errno()));
      return FTOK_FAILED;
    }
  }

  /**
   * {@code serialize}, with {@code serialize_precision} -1.
   *
   * @param value in its plain-Java form, see {@link org.phpipc.serialize}
   */
  public static byte[] serialize(@Nullable Object value) {
    return PhpSerializer.standard().write(value);
  }

  /** {@code unserialize} without options. */
  public static @Nullable Object unserialize(byte[] data) {
    return unserialize(data, Map.of());
  }

  /**
   * {@code unserialize}: the first value in the bytes; what follows it is ignored, as in PHP 8.2.
   *
   * @param options {@code allowed_classes} (Boolean, Collection, Map or array) and {@code
   *     max_depth} (an int), as in PHP
   * @return the value in its plain-Java form; false after PHP's notice where the bytes are broken
   */
  public static @Nullable Object unserialize(byte[] data, Map<String, ?> options) {
    PhpSerializer serializer =
        options.isEmpty()
            ? PhpSerializer.standard()
            : PhpSerializer.builder().limits(UnserializeOptions.limits(options)).build();
    try {
      return serializer.read(data, 0, data.length, PhpWarnings.of("unserialize"));
    } catch (SerializeFormatException e) {
      if (data.length > 0) {
        String text = "Error at offset " + e.offset() + " of " + data.length + " bytes";
        PhpWarnings.raise(Level.E_NOTICE, "unserialize", text);
      }
      return false;
    }
  }

  /**
   * {@code error_get_last}: the last warning of this thread.
   *
   * @return {@code type}, {@code message}, {@code file} and {@code line}, or null where none came
   */
  public static @Nullable Map<String, Object> error_get_last() {
    return PhpWarnings.last();
  }

  /** {@code usleep}: waits for so many microseconds. An interrupt ends it and stays set. */
  public static void usleep(long microseconds) {
    if (microseconds < 0) {
      String complaint = "must be greater than or equal to 0";
      throw new PhpValueError("usleep", 1, "microseconds", complaint);
    }
    long total = TimeUnit.MICROSECONDS.toNanos(microseconds);
    long start = System.nanoTime();
    long left = total;
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = total - (System.nanoTime() - start);
    }
  }
}
