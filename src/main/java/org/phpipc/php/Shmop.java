package org.phpipc.php;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.php.PhpWarning.Level;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.SharedSegment;

/**
 * PHP's extension shmop: the bytes of System V segments. Source: {@code ext/shmop/shmop.stub.php}
 * and {@code shmop.c} of PHP 8.2 and what that PHP was seen to do.
 *
 * <p>Where PHP answers {@code false} for a segment, {@link #shmop_open} answers {@code null}; a
 * null segment as an argument is refused with PHP's words for {@code false}. As in PHP 8 a segment
 * is detached when its object is forgotten, or at once by {@link SharedSegment#close}.
 */
public final class Shmop {
  private Shmop() {}

  /**
   * {@code shmop_open}: attaches a segment.
   *
   * @param key its low 32 bits count; 0 with {@code c} or {@code n} makes a private segment
   * @param mode {@code a}: existing, read only; {@code w}: existing; {@code c}: created if there is
   *     none; {@code n}: made, must not exist
   * @param permissions of a segment that is made, without the umask; for an existing one what must
   *     be granted. The kernel's flags are passed on
   * @param size bytes of a segment that is made, the least of one opened with {@code c}; ignored
   *     for {@code a} and {@code w}
   * @return the segment, or null after a warning
   */
  public static @Nullable SharedSegment shmop_open(
      long key, String mode, int permissions, long size) {
    int flags = permissions | creation(mode);
    boolean sized = mode.equals("c") || mode.equals("n");
    long bytes = sized ? size : 0;
    if ((flags & SharedSegment.CREATE) != 0 && bytes < 1) {
      String complaint = "must be greater than 0 for the \"c\" and \"n\" access modes";
      throw new PhpValueError("shmop_open", 4, "size", complaint);
    }
    try {
      return SharedSegment.shmget(new IpcKey((int) key), bytes, flags, mode.equals("a"));
    } catch (IpcException e) {
      PhpWarnings.warn("shmop_open", failure(e) + " \"" + Errno.text(e.errno()) + "\"");
      return null;
    }
  }

  private static int creation(String mode) {
    return switch (mode) {
      case "a", "w" -> 0;
      case "c" -> SharedSegment.CREATE;
      case "n" -> SharedSegment.CREATE | SharedSegment.EXCLUSIVE;
      default -> throw new PhpValueError("shmop_open", 2, "mode", "must be a valid access mode");
    };
  }

  private static String failure(IpcException e) {
    return switch (e.ipcCall()) {
      case SHMGET -> "Unable to attach or create shared memory segment";
      case SHMAT -> "Unable to attach to shared memory segment";
      default -> "Unable to get shared memory segment information";
    };
  }

  /**
   * {@code shmop_read}: bytes of the segment.
   *
   * @param size how many; 0 for all from the offset to the end
   * @throws PhpError for 2 GiB and more at once, which an array cannot hold
   */
  public static byte[] shmop_read(@Nullable SharedSegment shmop, long offset, long size) {
    SharedSegment segment = requireSegment("shmop_read", shmop);
    if (offset < 0 || offset > segment.size()) {
      String complaint = "must be between 0 and the segment size";
      throw new PhpValueError("shmop_read", 2, "offset", complaint);
    }
    long rest = segment.size() - offset;
    if (size < 0 || size > rest) {
      throw new PhpValueError("shmop_read", 3, "size", "is out of range");
    }
    return segment.read(offset, fitting("shmop_read", size == 0 ? rest : size));
  }

  /**
   * {@code shmop_write}: puts bytes into the segment; those without room are left out.
   *
   * @param data a string, or what PHP turns into one: int, float, bool, null
   * @return how many bytes were written
   */
  public static int shmop_write(@Nullable SharedSegment shmop, @Nullable Object data, long offset) {
    SharedSegment segment = requireSegment("shmop_write", shmop);
    byte[] bytes = PhpCasts.stringParameter("shmop_write", 2, "data", data);
    if (segment.isReadOnly()) {
      throw new PhpError("Read-only segment cannot be written");
    }
    if (offset < 0 || offset > segment.size()) {
      throw new PhpValueError("shmop_write", 3, "offset", "is out of range");
    }
    int length = (int) Math.min(bytes.length, segment.size() - offset);
    segment.write(offset, bytes, 0, length);
    return length;
  }

  /**
   * {@code shmop_size}: bytes of the segment.
   *
   * @throws PhpError from 2 GiB on, which an int cannot tell: {@link SharedSegment#size} is a long
   */
  public static int shmop_size(@Nullable SharedSegment shmop) {
    return fitting("shmop_size", requireSegment("shmop_size", shmop).size());
  }

  private static int fitting(String function, long bytes) {
    if (bytes > Integer.MAX_VALUE) {
      String text = "(): %d bytes are beyond an int of Java: SharedSegment counts in long";
      throw new PhpError(function + String.format(Locale.ROOT, text, bytes));
    }
    return (int) bytes;
  }

  /**
   * {@code shmop_delete}: destroys the segment, which stays usable in processes that have it
   * attached.
   *
   * @return false after a warning if the kernel refuses
   */
  public static boolean shmop_delete(@Nullable SharedSegment shmop) {
    try {
      requireSegment("shmop_delete", shmop).remove();
      return true;
    } catch (IpcException e) {
      String text = "Can't mark segment for deletion (are you the owner?)";
      PhpWarnings.warn("shmop_delete", text);
      return false;
    }
  }

  /** {@code shmop_close}: does nothing but say that it is deprecated, as since PHP 8.0. */
  public static void shmop_close(@Nullable SharedSegment shmop) {
    String text = "Function shmop_close() is deprecated";
    PhpWarnings.raise(new PhpWarning(Level.E_DEPRECATED, text));
    requireSegment("shmop_close", shmop);
  }

  private static SharedSegment requireSegment(String function, @Nullable SharedSegment shmop) {
    if (shmop == null) {
      throw new PhpTypeError(function, 1, "shmop", "must be of type Shmop, bool given");
    }
    return shmop;
  }
}
