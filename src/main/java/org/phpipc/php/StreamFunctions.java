package org.phpipc.php;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.php.PhpWarning.Level;
import org.phpipc.process.Descriptor;
import org.phpipc.process.PosixFiles;
import org.phpipc.process.ProcessException;
import org.phpipc.serialize.PhpString;
import org.phpipc.stream.OpenMode;
import org.phpipc.stream.PhpStream;

/** PHP's words around its streams: what {@link Standard} checks and how it says what went wrong. */
final class StreamFunctions {
  private static final int FAILED = -1;

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

  static @Nullable PhpString read(PhpStream stream, int most) {
    return read("fread", stream, most, PhpStream.CHUNK_SIZE, () -> stream.read(most));
  }

  /**
   * As PHP reads: one that a signal ends is begun again once, then it gives what has come; so does
   * one that the kernel refuses, after a notice.
   *
   * @param asked bytes, for the notice
   * @return null, PHP's false, if nothing has come
   */
  static @Nullable PhpString read(
      String function,
      PhpStream stream,
      int most,
      long asked,
      SignalDelivery.Waiting<byte[]> read) {
    try {
      return PhpString.of(againAfterASignal(stream, read));
    } catch (ProcessException e) {
      notice(function, "Read", asked, e.errno());
    } catch (InterruptedException e) {
      // PHP says nothing of EINTR.
    }
    byte[] rest = stream.take(most);
    return rest.length == 0 ? null : PhpString.of(rest);
  }

  /** Once for each time that something comes: PHP begins read(2) again, not its function. */
  private static byte[] againAfterASignal(PhpStream stream, SignalDelivery.Waiting<byte[]> read)
      throws InterruptedException {
    int known = -1;
    while (true) {
      try {
        return SignalDelivery.waiting(true, read);
      } catch (InterruptedException e) {
        boolean signal = !Thread.currentThread().isInterrupted();
        if (!signal || stream.buffered() == known) {
          throw e;
        }
        known = stream.buffered();
      }
    }
  }

  private static void notice(String function, String what, long bytes, int errno) {
    String text = "%s of %d bytes failed with errno=%d %s";
    PhpWarnings.raise(
        Level.E_NOTICE,
        function,
        String.format(Locale.ROOT, text, what, bytes, errno, Errno.text(errno)));
  }

  static @Nullable PhpString line(PhpStream stream, int most) {
    requireOpen("fgets", stream);
    PhpString line = read("fgets", stream, most, PhpStream.CHUNK_SIZE, () -> stream.readLine(most));
    return line == null || line.length() == 0 ? null : line;
  }

  static int write(PhpStream stream, @Nullable Object data, int length) {
    byte[] bytes = PhpCasts.stringParameter("fwrite", 2, "data", data);
    int count = Math.max(0, Math.min(bytes.length, length));
    if (count == 0) {
      return 0; // PHP looks at the stream only if there is something to write.
    }
    requireOpen("fwrite", stream);
    return write("fwrite", stream, bytes, count);
  }

  /**
   * As PHP writes: it goes on after a part, until a signal ends a write(2) that has taken nothing
   * or the kernel refuses, after a notice.
   *
   * @return how many bytes; -1, PHP's false, for none
   */
  static int write(String function, PhpStream stream, byte[] bytes, int count) {
    int[] written = {0};
    try {
      int more = 1;
      while (more > 0 && written[0] < count) {
        more =
            SignalDelivery.waiting(true, () -> stream.write(bytes, written[0], count - written[0]));
        written[0] += more;
      }
      return written[0];
    } catch (ProcessException e) {
      notice(function, "Write", count - written[0], e.errno());
    } catch (InterruptedException e) {
      // PHP says nothing of EINTR.
    }
    return written[0] == 0 ? FAILED : written[0];
  }

  static int select(
      Ref<List<PhpStream>> read,
      Ref<List<PhpStream>> write,
      Ref<List<PhpStream>> except,
      @Nullable Integer seconds,
      int microseconds) {
    List<PhpStream> readers = Objects.requireNonNullElse(read.value, List.of());
    List<PhpStream> writers = Objects.requireNonNullElse(write.value, List.of());
    List<PhpStream> exceptional = Objects.requireNonNullElse(except.value, List.of());
    List<PhpStream> all = Stream.of(readers, writers, exceptional).flatMap(List::stream).toList();
    if (all.stream().allMatch(PhpStream::isClosed)) {
      throw new PhpValueError("No stream arrays were passed");
    }
    Duration patience = patience(seconds, microseconds);
    all.forEach(stream -> requireOpen("stream_select", stream));
    try {
      PhpStream.Ready ready =
          SignalDelivery.waiting(
              false, () -> PhpStream.select(readers, writers, exceptional, patience));
      read.value = read.value == null ? null : ready.readable();
      write.value = write.value == null ? null : ready.writable();
      except.value = except.value == null ? null : ready.urgent();
      return ready.count();
    } catch (InterruptedException e) {
      int highest = all.stream().mapToInt(stream -> stream.descriptor().number()).max().orElse(0);
      String text = "Unable to select [%d]: %s (max_fd=%d)";
      Errno reason = Errno.EINTR;
      PhpWarnings.warn(
          "stream_select",
          String.format(Locale.ROOT, text, reason.number(), reason.text(), highest));
      return FAILED;
    }
  }

  private static Duration patience(@Nullable Integer seconds, int microseconds) {
    if (seconds == null && microseconds != 0) {
      String complaint = "must be null when argument #4 ($seconds) is null";
      throw new PhpValueError("stream_select", 5, "microseconds", complaint);
    }
    if (seconds == null) {
      return Descriptor.FOREVER;
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

  static boolean unlink(String filename) {
    byte[] path = PhpCasts.path("unlink", "filename", filename);
    try {
      PosixFiles.remove(path);
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
      PosixFiles.access(PhpCasts.path("file_exists", "filename", filename), 0);
      return true;
    } catch (ProcessException e) {
      return false;
    }
  }
}
