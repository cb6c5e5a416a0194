package org.phpipc.php;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.php.PhpWarning.Level;
import org.phpipc.process.Files;
import org.phpipc.process.ProcessException;
import org.phpipc.serialize.PhpString;
import org.phpipc.stream.OpenMode;
import org.phpipc.stream.PhpStream;

/** PHP's words around its streams: what {@link Standard} checks and how it says what went wrong. */
final class StreamFunctions {
  private static final int FAILED = -1;

  /** What PHP asks for where it reads a whole file. */
  private static final int WHOLE_FILE_CHUNK = 12_288;

  private StreamFunctions() {}

  static void requireOpen(String function, PhpStream stream) {
    if (stream.isClosed()) {
      throw new PhpTypeError(function + "(): supplied resource is not a valid stream resource");
    }
  }

  static void requirePositive(String function, int position, String name, int value) {
    if (value < 1) {
      throw new PhpValueError(function, position, name, "must be greater than 0");
    }
  }

  static @Nullable PhpStream fopen(String function, String filename, String mode) {
    byte[] path = PhpCasts.path(function, "filename", filename);
    if (path.length == 0) {
      throw new PhpValueError("Path cannot be empty");
    }
    OpenMode parsed = OpenMode.of(mode).orElse(null);
    if (parsed == null) {
      return notOpened(function, filename, "`" + mode + "' is not a valid mode for fopen");
    }
    try {
      return SignalDelivery.waiting(true, () -> PhpStream.open(path, parsed));
    } catch (ProcessException e) {
      return notOpened(function, filename, Errno.text(e.errno()));
    } catch (InterruptedException e) {
      return notOpened(function, filename, Errno.EINTR.text());
    }
  }

  private static @Nullable PhpStream notOpened(String function, String filename, String reason) {
    String text = function + "(" + filename + "): Failed to open stream: " + reason;
    PhpWarnings.raise(new PhpWarning(Level.E_WARNING, text));
    return null;
  }

  static @Nullable PhpString read(String function, SignalDelivery.Waiting<byte[]> read) {
    return read(function, PhpStream.CHUNK_SIZE, read);
  }

  private static @Nullable PhpString read(
      String function, int asked, SignalDelivery.Waiting<byte[]> read) {
    try {
      return PhpString.of(SignalDelivery.waiting(true, read));
    } catch (ProcessException e) {
      notice(function, "Read", asked, e.errno());
    } catch (InterruptedException e) {
      notice(function, "Read", asked, Errno.EINTR.number());
    }
    return null;
  }

  private static void notice(String function, String what, int bytes, int errno) {
    String text = "%s of %d bytes failed with errno=%d %s";
    PhpWarnings.raise(
        Level.E_NOTICE,
        function,
        String.format(Locale.ROOT, text, what, bytes, errno, Errno.text(errno)));
  }

  static @Nullable PhpString line(PhpStream stream, int most) {
    requireOpen("fgets", stream);
    PhpString line = read("fgets", () -> stream.readLine(most));
    return line == null || line.length() == 0 ? null : line;
  }

  static int write(PhpStream stream, @Nullable Object data, int length) {
    requireOpen("fwrite", stream);
    byte[] bytes = PhpCasts.stringParameter("fwrite", 2, "data", data);
    int count = Math.max(0, Math.min(bytes.length, length));
    return write("fwrite", stream, bytes, count);
  }

  private static int write(String function, PhpStream stream, byte[] bytes, int count) {
    try {
      return SignalDelivery.waiting(true, () -> stream.write(bytes, count));
    } catch (ProcessException e) {
      notice(function, "Write", count, e.errno());
    } catch (InterruptedException e) {
      notice(function, "Write", count, Errno.EINTR.number());
    }
    return FAILED;
  }

  static int select(
      Ref<List<PhpStream>> read,
      Ref<List<PhpStream>> write,
      Ref<List<PhpStream>> except,
      @Nullable Integer seconds,
      int microseconds) {
    List<PhpStream> readers = Objects.requireNonNullElse(read.value, List.of());
    List<PhpStream> writers = Objects.requireNonNullElse(write.value, List.of());
    if (read.value == null && write.value == null && except.value == null) {
      throw new PhpValueError("No stream arrays were passed");
    }
    if (readers.isEmpty() && writers.isEmpty()) {
      throw new PhpValueError("No stream arrays were passed");
    }
    Duration patience = patience(seconds, microseconds);
    try {
      PhpStream.Ready ready =
          SignalDelivery.waiting(false, () -> PhpStream.select(readers, writers, patience));
      read.value = read.value == null ? null : ready.readable();
      write.value = write.value == null ? null : ready.writable();
      except.value = except.value == null ? null : List.of();
      return ready.readable().size() + ready.writable().size();
    } catch (InterruptedException e) {
      String text = "Unable to select [%d]: %s (max_fd=%d)";
      int highest =
          readers.stream().mapToInt(stream -> stream.descriptor().number()).max().orElse(0);
      Errno reason = Errno.EINTR;
      PhpWarnings.warn(
          "stream_select",
          String.format(Locale.ROOT, text, reason.number(), reason.text(), highest));
      return FAILED;
    }
  }

  private static Duration patience(@Nullable Integer seconds, int microseconds) {
    if (seconds == null) {
      return Duration.ofDays(36_500);
    }
    if (seconds < 0) {
      String complaint = "must be greater than or equal to 0";
      throw new PhpValueError("stream_select", 4, "seconds", complaint);
    }
    if (microseconds < 0) {
      String complaint = "must be greater than or equal to 0";
      throw new PhpValueError("stream_select", 5, "microseconds", complaint);
    }
    return Duration.ofSeconds(seconds).plusNanos(microseconds * 1000L);
  }

  static @Nullable PhpString contents(String filename) {
    try (PhpStream stream = fopen("file_get_contents", filename, "r")) {
      if (stream == null) {
        return null;
      }
      PhpString all = read("file_get_contents", WHOLE_FILE_CHUNK, stream::readAll);
      return Objects.requireNonNullElse(all, PhpString.of(new byte[0]));
    }
  }

  static int putContents(String filename, @Nullable Object data, String mode) {
    byte[] bytes = PhpCasts.stringCast(data);
    try (PhpStream stream = fopen("file_put_contents", filename, mode)) {
      return stream == null ? FAILED : write("file_put_contents", stream, bytes, bytes.length);
    }
  }

  static boolean unlink(String filename) {
    byte[] path = PhpCasts.path("unlink", "filename", filename);
    try {
      Files.remove(path);
      return true;
    } catch (ProcessException e) {
      String text = "unlink(" + filename + "): " + Errno.text(e.errno());
      PhpWarnings.raise(new PhpWarning(Level.E_WARNING, text));
      return false;
    }
  }

  /** A path that cannot be one exists nowhere. */
  static boolean exists(String filename) {
    if (filename.isEmpty() || filename.indexOf('\0') >= 0) {
      return false;
    }
    try {
      Files.access(PhpCasts.path("file_exists", "filename", filename), 0);
      return true;
    } catch (ProcessException e) {
      return false;
    }
  }
}
