package org.phpipc.sysv;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.function.Supplier;
import org.phpipc.libc.IpcLibc;

/**
 * Reports what {@code openOrCreate} found where the caller would have made something safer. Keys
 * can be guessed, and whoever comes first owns the object: he can read, change and remove it.
 *
 * <p>A report and no refusal: PHP makes its objects with mode 0666, and often runs as another user.
 * Who expects that asks for the mode, and who must not go on compares {@code status()}.
 */
final class OwnerCheck {
  private static final Logger LOGGER = System.getLogger(OwnerCheck.class.getPackageName());
  private static final int PERMISSIONS = 0777;

  private OwnerCheck() {}

  /** Whose an object is, and whom it lets in. */
  record Found(int uid, int mode) {}

  /**
   * Compares an object with what was asked for.
   *
   * @param wanted permission bits
   */
  static void report(String object, int wanted, Supplier<Found> status) {
    Found found;
    try {
      found = status.get();
    } catch (IpcAccessException e) {
      warn(object + " cannot be examined, so it belongs to somebody else");
      return;
    } catch (IpcMissingException e) {
      return; // Removed meanwhile, as its next use says.
    }
    int user = IpcLibc.get().geteuid();
    if (found.uid != user) {
      warn(object + " belongs to user " + found.uid + ", not to user " + user + ", who opens it");
    }
    if ((found.mode & PERMISSIONS & ~wanted) != 0) {
      warn(
          String.format(
              Locale.ROOT,
              "%s has mode %04o, which lets in more than mode %04o",
              object,
              found.mode,
              wanted));
    }
  }

  private static void warn(String text) {
    LOGGER.log(Level.WARNING, text);
  }
}
