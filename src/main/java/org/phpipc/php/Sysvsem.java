package org.phpipc.php;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.phpipc.Errno;
import org.phpipc.sysv.IpcCall;
import org.phpipc.sysv.IpcException;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.PhpSemaphore;

/**
 * PHP's extension sysvsem: semaphores. Source: {@code ext/sysvsem/sysvsem.stub.php} and {@code
 * sysvsem.c} of PHP 8.2 and what that PHP was seen to do.
 *
 * <p>Where PHP answers {@code false} for a semaphore, {@link #sem_get} answers {@code null}; a null
 * semaphore as an argument is refused with PHP's words for {@code false}. PHP gives back what an
 * object holds when it destroys the object; here {@link PhpSemaphore#close} does, and in any case
 * the end of the process.
 */
public final class Sysvsem {
  private static final int DEFAULT_PERMISSIONS = 0666;
  private static final String NOT_ACQUIRED =
      "SysV semaphore for key 0x%x is not currently acquired";
  private static final String GONE = "SysV semaphore for key 0x%x does not (any longer) exist";

  private Sysvsem() {}

  /** {@code sem_get($key)}: one place. */
  public static @Nullable PhpSemaphore sem_get(long key) {
    return sem_get(key, 1);
  }

  /** {@code sem_get($key, $max_acquire)}: permissions 0666. */
  public static @Nullable PhpSemaphore sem_get(long key, int max_acquire) {
    return sem_get(key, max_acquire, DEFAULT_PERMISSIONS);
  }

  /** {@code sem_get($key, $max_acquire, $permissions)}: given back automatically. */
  public static @Nullable PhpSemaphore sem_get(long key, int max_acquire, int permissions) {
    return sem_get(key, max_acquire, permissions, true);
  }

  /**
   * {@code sem_get}: the semaphore of a key, created if there is none.
   *
   * @param key its low 32 bits count; 0 always makes a new semaphore
   * @param max_acquire how many may hold it at once; takes effect only if nobody has the semaphore
   *     open
   * @param permissions of one that is made, without the umask; for an existing one what must be
   *     granted. The kernel's flags are passed on
   * @param auto_release whether {@link PhpSemaphore#close} gives it back; the end of the process
   *     always does
   * @return the semaphore, or null after a warning. As in PHP a semaphore is returned, after a
   *     warning, even if the kernel refused to set it up
   */
  public static @Nullable PhpSemaphore sem_get(
      long key, int max_acquire, int permissions, boolean auto_release) {
    String ofKey = " key 0x" + Long.toHexString(key) + ": ";
    try {
      return PhpSemaphore.openAsPhp(
          new IpcKey((int) key),
          max_acquire,
          permissions,
          auto_release,
          (step, e) -> warn("sem_get", failed(step) + ofKey + Errno.text(e.errno())));
    } catch (IpcException e) {
      warn("sem_get", "Failed for" + ofKey + Errno.text(e.errno()));
      return null;
    }
  }

  private static String failed(PhpSemaphore.Step step) {
    return switch (step) {
      case ENTER -> "Failed acquiring SYSVSEM_SETVAL for";
      case SET_PLACES -> "Failed for";
      case LEAVE -> "Failed releasing SYSVSEM_SETVAL for";
    };
  }

  /** {@code sem_acquire($semaphore)}: waits. */
  public static boolean sem_acquire(@Nullable PhpSemaphore semaphore) {
    return sem_acquire(semaphore, false);
  }

  /**
   * {@code sem_acquire}: takes a place of the semaphore.
   *
   * @param non_blocking do not wait: false, without a warning, if no place is free
   * @return whether it was taken; false after a warning if the kernel refuses, and if the thread is
   *     interrupted: PHP, which has no such thing, waits on
   */
  public static boolean sem_acquire(@Nullable PhpSemaphore semaphore, boolean non_blocking) {
    PhpSemaphore wanted = requireSemaphore("sem_acquire", semaphore);
    try {
      if (non_blocking) {
        return wanted.tryAcquire().isPresent();
      }
      wanted.acquire();
      return true;
    } catch (IpcException e) {
      return notAcquired(wanted, e.errno());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return notAcquired(wanted, Errno.EINTR.number());
    }
  }

  private static boolean notAcquired(PhpSemaphore semaphore, int errno) {
    return failed("sem_acquire", "Failed to acquire key 0x%x: ", semaphore, Errno.text(errno));
  }

  /** {@code sem_release}: gives a place back; false after a warning if this object has none. */
  public static boolean sem_release(@Nullable PhpSemaphore semaphore) {
    PhpSemaphore held = requireSemaphore("sem_release", semaphore);
    try {
      return held.releaseIfHeld() || failed("sem_release", NOT_ACQUIRED, held, "");
    } catch (IpcException e) {
      return failed("sem_release", "Failed to release key 0x%x: ", held, Errno.text(e.errno()));
    }
  }

  /** {@code sem_remove}: destroys the semaphore; false after a warning if that fails. */
  public static boolean sem_remove(@Nullable PhpSemaphore semaphore) {
    PhpSemaphore unwanted = requireSemaphore("sem_remove", semaphore);
    try {
      unwanted.remove();
      return true;
    } catch (IpcException e) {
      return e.ipcCall() == IpcCall.SEMCTL_STAT
          ? failed("sem_remove", GONE, unwanted, "")
          : failed(
              "sem_remove",
              "Failed for SysV semaphore for key 0x%x: ",
              unwanted,
              Errno.text(e.errno()));
    }
  }

  private static boolean failed(
      String function, String text, PhpSemaphore semaphore, String reason) {
    warn(function, String.format(Locale.ROOT, text, semaphore.key().value()) + reason);
    return false;
  }

  private static void warn(String function, String text) {
    PhpWarnings.warn(function, text);
  }

  private static PhpSemaphore requireSemaphore(String function, @Nullable PhpSemaphore semaphore) {
    if (semaphore == null) {
      throw new PhpTypeError(function, 1, "semaphore", "must be of type SysvSemaphore, bool given");
    }
    return semaphore;
  }
}
