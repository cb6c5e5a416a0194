package org.phpipc.php;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.serialize.Diagnostic;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.SerializeFormatException;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcFullException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.SharedSegment;
import org.phpipc.sysv.SharedVariables;
import org.phpipc.sysv.VariableTableException;

/**
 * PHP's extension sysvshm: variables in shared memory. Source: {@code ext/sysvshm/sysvshm.stub.php}
 * and {@code sysvshm.c} of PHP 8.2 and what that PHP was seen to do.
 *
 * <p>Where PHP answers {@code false} for a segment, {@link #shm_attach} answers {@code null}; a
 * null segment as an argument is refused with PHP's words for {@code false}. Where PHP 8.2 trusts a
 * damaged segment, and may crash, these functions fail with a warning, and write nothing.
 */
public final class Sysvshm {
  private static final int DEFAULT_PERMISSIONS = 0666;
  private static final String CORRUPTED = "Variable data in shared memory is corrupted";

  private static final Consumer<Diagnostic> NOTICES = PhpWarnings.of("shm_get_var");

  private Sysvshm() {}

  /** {@code shm_attach($key)}: 10000 bytes, as PHP has it without a php.ini. */
  public static @Nullable SharedVariables shm_attach(long key) {
    return shm_attach(key, null);
  }

  /** {@code shm_attach($key, $size)}: permissions 0666. */
  public static @Nullable SharedVariables shm_attach(long key, @Nullable Long size) {
    return shm_attach(key, size, DEFAULT_PERMISSIONS);
  }

  /**
   * {@code shm_attach}: the variables of a key. What an existing segment holds is overwritten
   * unless it is PHP's.
   *
   * @param key its low 32 bits count; 0 always makes a new segment
   * @param size bytes of a segment that is made; null for 10000. An existing one may have any size,
   *     but even then this must be greater than 0
   * @param permissions of a segment that is made, without the umask; the kernel's flags are passed
   *     on
   * @return the variables, or null after a warning
   */
  public static @Nullable SharedVariables shm_attach(
      long key, @Nullable Long size, int permissions) {
    long bytes = size == null ? SharedVariables.DEFAULT_BYTES : size;
    if (bytes < 1) {
      throw new PhpValueError("shm_attach", 2, "size", "must be greater than 0");
    }
    IpcKey ipcKey = new IpcKey((int) key);
    if (bytes < SharedVariables.LEAST_BYTES && !SharedSegment.exists(ipcKey)) {
      return notAttached(key, "memorysize too small");
    }
    try {
      return SharedVariables.overwriting(ipcKey, bytes, permissions);
    } catch (IpcException e) {
      return notAttached(key, Errno.text(e.errno()));
    } catch (VariableTableException e) {
      return notAttached(key, "segment header is corrupted"); // The words of PHP after 8.2.
    }
  }

  private static @Nullable SharedVariables notAttached(long key, String reason) {
    String text = "Failed for key 0x" + Long.toHexString(key) + ": " + reason;
    PhpWarnings.warn("shm_attach", text);
    return null;
  }

  /** {@code shm_detach}: gives the memory back; the segment and its variables stay. */
  public static boolean shm_detach(@Nullable SharedVariables shm) {
    requireAttached("shm_detach", shm).close();
    return true;
  }

  /**
   * {@code shm_remove}: destroys the segment, which stays usable in processes that have it
   * attached.
   *
   * @return false after a warning if the kernel refuses. PHP's warning has a meaningless id, this
   *     one the segment's
   */
  public static boolean shm_remove(@Nullable SharedVariables shm) {
    SharedVariables unwanted = requireAttached("shm_remove", shm);
    try {
      unwanted.remove();
      return true;
    } catch (IpcException e) {
      String text = "Failed for key 0x%x, id %d: %s";
      return failed(
          "shm_remove",
          String.format(
              Locale.ROOT, text, unwanted.key().value(), unwanted.id(), Errno.text(e.errno())));
    }
  }

  /**
   * {@code shm_put_var}: writes a variable. As in PHP one that does not fit is gone afterwards, its
   * old value too. A value that cannot be serialized leaves the segment as it is, where PHP 8.2
   * writes a broken record.
   *
   * @return false after a warning if it does not fit
   */
  public static boolean shm_put_var(
      @Nullable SharedVariables shm, long key, @Nullable Object value) {
    SharedVariables variables = requireAttached("shm_put_var", shm);
    byte[] bytes = Standard.serialize(value);
    try {
      variables.put(key, bytes);
      return true;
    } catch (IpcFullException e) {
      variables.delete(key);
      return failed("shm_put_var", "Not enough shared memory left");
    } catch (VariableTableException e) {
      return failed("shm_put_var", CORRUPTED);
    }
  }

  /**
   * {@code shm_get_var}: the value of a variable.
   *
   * @return the value in its plain-Java form; false after a warning if there is none or its bytes
   *     are broken
   */
  public static @Nullable Object shm_get_var(@Nullable SharedVariables shm, long key) {
    Optional<byte[]> value;
    try {
      value = requireAttached("shm_get_var", shm).get(key);
    } catch (VariableTableException e) {
      return failed("shm_get_var", CORRUPTED);
    }
    return value.isPresent() ? decoded(value.get()) : failed("shm_get_var", missing(key));
  }

  private static @Nullable Object decoded(byte[] value) {
    try {
      return PhpSerializer.standard().read(value, 0, value.length, NOTICES);
    } catch (SerializeFormatException e) {
      return failed("shm_get_var", CORRUPTED);
    }
  }

  /** {@code shm_has_var}: whether there is such a variable. */
  public static boolean shm_has_var(@Nullable SharedVariables shm, long key) {
    try {
      return requireAttached("shm_has_var", shm).contains(key);
    } catch (VariableTableException e) {
      return failed("shm_has_var", CORRUPTED);
    }
  }

  /** {@code shm_remove_var}: takes a variable away; false after a warning if there is none. */
  public static boolean shm_remove_var(@Nullable SharedVariables shm, long key) {
    try {
      return requireAttached("shm_remove_var", shm).delete(key)
          || failed("shm_remove_var", missing(key));
    } catch (VariableTableException e) {
      return failed("shm_remove_var", CORRUPTED);
    }
  }

  private static String missing(long key) {
    return "Variable key " + key + " doesn't exist";
  }

  private static boolean failed(String function, String text) {
    PhpWarnings.warn(function, text);
    return false;
  }

  private static SharedVariables requireAttached(String function, @Nullable SharedVariables shm) {
    if (shm == null) {
      String complaint = "must be of type SysvSharedMemory, bool given";
      throw new PhpTypeError(function, 1, "shm", complaint);
    }
    if (shm.isDetached()) {
      throw new PhpError("Shared memory block has already been destroyed");
    }
    return shm;
  }
}
