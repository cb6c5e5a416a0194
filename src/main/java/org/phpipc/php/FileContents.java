package org.phpipc.php;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.phpipc.process.ProcessException;
import org.phpipc.serialize.PhpString;
import org.phpipc.stream.PhpStream;

/** Whole files: {@code file_get_contents} and {@code file_put_contents}. */
final class FileContents {
  private static final String PUT = "file_put_contents";
  private static final int FAILED = -1;

  private FileContents() {}

  static @Nullable PhpString get(String filename) {
    try (PhpStream stream = StreamFunctions.fopen("file_get_contents", filename, "r")) {
      PhpString all = stream == null ? null : rest("file_get_contents", stream);
      return stream == null ? null : Objects.requireNonNullElse(all, PhpString.of(new byte[0]));
    }
  }

  /** PHP asks for what the file has, and a chunk to see its end. */
  private static @Nullable PhpString rest(String function, PhpStream stream) {
    long asked = stream.descriptor().size() + PhpStream.CHUNK_SIZE;
    return StreamFunctions.read(function, stream, Integer.MAX_VALUE, asked, stream::readAll);
  }

  static int put(String filename, @Nullable Object data, int flags) {
    if (data instanceof PhpStream source) {
      StreamFunctions.requireOpen(PUT, source);
    }
    boolean appends = (flags & Standard.FILE_APPEND) != 0;
    boolean locks = (flags & Standard.LOCK_EX) != 0;
    if (locks && !appends && hasForeignWrapper(filename)) {
      PhpWarnings.warn(PUT, "Exclusive locks may only be set for regular files");
      return FAILED;
    }
    String mode = appends ? "a" : locks ? "c" : "w";
    try (PhpStream stream = StreamFunctions.fopen(PUT, filename, mode)) {
      return stream == null || (locks && !locked(stream, !appends))
          ? FAILED
          : write(stream, filename, data);
    }
  }

  private static boolean hasForeignWrapper(String filename) {
    return filename.contains("://") && !filename.toLowerCase(Locale.ROOT).startsWith("file://");
  }

  /** Whether the file could be locked. It is emptied only when nobody else has a lock. */
  private static boolean locked(PhpStream stream, boolean empties) {
    try {
      SignalDelivery.waiting(
          true,
          () -> {
            stream.descriptor().lock();
            return true;
          });
    } catch (ProcessException | InterruptedException e) {
      PhpWarnings.warn(PUT, "Exclusive locks are not supported for this stream");
      return false;
    }
    if (empties && stream.descriptor().isRegularFile()) {
      stream.descriptor().truncate(0);
    }
    return true;
  }

  private static int write(PhpStream stream, String filename, @Nullable Object data) {
    Iterable<?> elements = PhpCasts.elements(data);
    if (elements != null) {
      return writeAll(stream, filename, elements);
    } else if (data instanceof PhpStream source) {
      PhpString rest = rest(PUT, source);
      return rest == null ? 0 : write(stream, rest.toByteArray());
    }
    return PhpCasts.isObject(data) ? FAILED : write(stream, PhpCasts.stringCast(data));
  }

  private static int write(PhpStream stream, byte[] bytes) {
    int written = StreamFunctions.write(PUT, stream, bytes, bytes.length);
    if (written == FAILED || written == bytes.length) {
      return written;
    }
    PhpWarnings.warn(
        PUT,
        String.format(
            Locale.ROOT,
            "Only %d of %d bytes written, possibly out of free disk space",
            written,
            bytes.length));
    return FAILED;
  }

  private static int writeAll(PhpStream stream, String filename, Iterable<?> elements) {
    int written = 0;
    for (Object element : elements) {
      byte[] bytes = PhpCasts.stringCast(element);
      if (StreamFunctions.write(PUT, stream, bytes, bytes.length) != bytes.length) {
        PhpWarnings.warn(
            PUT,
            String.format(Locale.ROOT, "Failed to write %d bytes to %s", bytes.length, filename));
        return FAILED;
      }
      written += bytes.length;
    }
    return written;
  }
}
