package org.phpipc.php;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.lang3.ArrayUtils;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.php.PhpWarning.Level;
import org.phpipc.serialize.Diagnostic;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpString;
import org.phpipc.serialize.SerializeFormatException;
import org.phpipc.stream.PhpStream;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcKey;

/**
 * What scripts around System V IPC, pipes and children use of PHP's standard extension. Source:
 * {@code ext/standard/basic_functions.stub.php} of PHP 8.2.
 */
public final class Standard {
  public static final int FILE_APPEND = 8;
  public static final int LOCK_EX = 2;

  private static final int FTOK_FAILED = -1;

  private static final Consumer<Diagnostic> NOTICES = PhpWarnings.of("unserialize");

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
   * @return the value in its plain-Java form; false after PHP's notice if the bytes are broken
   */
  public static @Nullable Object unserialize(byte[] data, Map<String, ?> options) {
    PhpSerializer serializer =
        options.isEmpty()
            ? PhpSerializer.standard()
            : PhpSerializer.builder().limits(UnserializeOptions.limits(options)).build();
    try {
      return serializer.read(data, 0, data.length, NOTICES);
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
   * @return {@code type}, {@code message}, {@code file} and {@code line}, or null if none came
   */
  public static @Nullable Map<String, Object> error_get_last() {
    return PhpWarnings.last();
  }

  /** {@code usleep}: waits for {@code microseconds}, or until a signal's handler is called. */
  public static void usleep(long microseconds) {
    if (microseconds < 0) {
      String complaint = "must be greater than or equal to 0";
      throw new PhpValueError("usleep", 1, "microseconds", complaint);
    }
    slept(TimeUnit.MICROSECONDS.toNanos(microseconds));
  }

  /**
   * {@code sleep}: waits for {@code seconds}, or until a signal's handler is called.
   *
   * @return the whole seconds that were left
   */
  public static int sleep(int seconds) {
    if (seconds < 0) {
      String complaint = "must be greater than or equal to 0";
      throw new PhpValueError("sleep", 1, "seconds", complaint);
    }
    return (int) TimeUnit.NANOSECONDS.toSeconds(slept(TimeUnit.SECONDS.toNanos(seconds)));
  }

  /**
   * Waits for {@code nanos}; an interrupt ends the wait and stays set. Returns the nanoseconds that
   * were left.
   */
  private static long slept(long nanos) {
    long start = System.nanoTime();
    try {
      SignalDelivery.waiting(
          false,
          () -> {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return true;
          });
      return 0;
    } catch (InterruptedException e) {
      return Math.max(0, nanos - (System.nanoTime() - start));
    }
  }

  /**
   * {@code fopen}: opens a file, or an end of a named pipe, which waits for the other end.
   *
   * @param mode as in PHP; {@code n} does not wait for the other end
   * @return null, PHP's false, after a warning
   */
  public static @Nullable PhpStream fopen(String filename, String mode) {
    return StreamFunctions.fopen("fopen", filename, mode);
  }

  /**
   * {@code fread}: reads until {@code length} bytes are there or the end comes.
   *
   * @return null, PHP's false, after a notice
   */
  public static @Nullable PhpString fread(PhpStream stream, int length) {
    StreamFunctions.requireOpen("fread", stream);
    StreamFunctions.requirePositive("fread", 2, "length", length);
    return StreamFunctions.read(stream, length);
  }

  /** {@code fgets($stream)}: a line with its newline; null, PHP's false, at the end. */
  public static @Nullable PhpString fgets(PhpStream stream) {
    return StreamFunctions.line(stream, Integer.MAX_VALUE);
  }

  /** {@code fgets}: at most {@code length - 1} bytes of a line. */
  public static @Nullable PhpString fgets(PhpStream stream, int length) {
    StreamFunctions.requirePositive("fgets", 2, "length", length);
    return StreamFunctions.line(stream, length - 1);
  }

  /** {@code fwrite($stream, $data)}: all of it. */
  public static int fwrite(PhpStream stream, @Nullable Object data) {
    return StreamFunctions.write(stream, data, Integer.MAX_VALUE);
  }

  /**
   * {@code fwrite}: writes bytes.
   *
   * @param length at most; 0 or less writes nothing, also to a stream that is closed
   * @return how many; -1, where PHP answers false, after a notice
   */
  public static int fwrite(PhpStream stream, @Nullable Object data, int length) {
    return StreamFunctions.write(stream, data, length);
  }

  /** {@code feof}: whether a read has found the end. */
  public static boolean feof(PhpStream stream) {
    StreamFunctions.requireOpen("feof", stream);
    return stream.atEnd();
  }

  /** {@code fflush}: true; nothing is held back. */
  public static boolean fflush(PhpStream stream) {
    StreamFunctions.requireOpen("fflush", stream);
    return true;
  }

  /** {@code fclose}. */
  public static boolean fclose(PhpStream stream) {
    StreamFunctions.requireOpen("fclose", stream);
    stream.close();
    return true;
  }

  /** {@code stream_set_blocking}: whether reads and writes wait. */
  public static boolean stream_set_blocking(PhpStream stream, boolean enable) {
    StreamFunctions.requireOpen("stream_set_blocking", stream);
    stream.setBlocking(enable);
    return true;
  }

  /** {@code stream_select($read, $write, $except, $seconds)}. */
  public static int stream_select(
      Ref<List<PhpStream>> read,
      Ref<List<PhpStream>> write,
      Ref<List<PhpStream>> except,
      @Nullable Integer seconds) {
    return stream_select(read, write, except, seconds, 0);
  }

  /**
   * {@code stream_select}: waits until a stream is ready; the lists receive those that are.
   *
   * @param seconds null: as long as it takes
   * @param microseconds 0 if {@code seconds} is null
   * @return how many; -1, where PHP answers false, after a warning
   */
  public static int stream_select(
      Ref<List<PhpStream>> read,
      Ref<List<PhpStream>> write,
      Ref<List<PhpStream>> except,
      @Nullable Integer seconds,
      int microseconds) {
    return StreamFunctions.select(read, write, except, seconds, microseconds);
  }

  /** {@code file_get_contents}: all that is there; null, PHP's false, after a warning. */
  public static @Nullable PhpString file_get_contents(String filename) {
    return FileContents.get(filename);
  }

  /** {@code file_put_contents($filename, $data)}: the file is emptied before. */
  public static int file_put_contents(String filename, @Nullable Object data) {
    return file_put_contents(filename, data, 0);
  }

  /**
   * {@code file_put_contents}: writes a file.
   *
   * @param data a scalar; an array, whose elements are written one behind the other; a stream,
   *     whose rest is copied
   * @param flags {@link #FILE_APPEND}; {@link #LOCK_EX} waits for the lock of flock(2), and empties
   *     the file only then
   * @return how many bytes; -1, where PHP answers false, after a warning
   */
  public static int file_put_contents(String filename, @Nullable Object data, int flags) {
    return FileContents.put(filename, data, flags);
  }

  /** {@code unlink}: removes a file; false after a warning. */
  public static boolean unlink(String filename) {
    return StreamFunctions.unlink(filename);
  }

  /** {@code file_exists}. */
  public static boolean file_exists(String filename) {
    return StreamFunctions.exists(filename);
  }
}
