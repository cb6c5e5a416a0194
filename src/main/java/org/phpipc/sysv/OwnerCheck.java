package org.phpipc.sysv;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.function.Supplier;
import org.phpipc.libc.IpcLibc;

/**
 * Warns when {@code openOrCreate} found an object that is less safe than the one it would have
 * created. Keys can be guessed, and whoever creates the object first owns it and can read, change
 * and remove it.
 *
 * <p>This is a warning, not a refusal: PHP creates its objects with mode 0666 and often runs as
 * another user. A caller that expects such an object asks for mode 0666. If a mismatch must be
 * fatal, the caller checks {@code status()}.
 */
final class OwnerCheck {
  private static final Logger LOGGER = System.getLogger(OwnerCheck.class.getPackageName());

  private OwnerCheck() {}

  /**
   * Compares the ownership of an object with what the caller asked for.
   *
   * @param wanted permission bits
   */
  static void report(String object, int wanted, Supplier<Ownership> ownership) {
    Ownership found;
    try {
      found = ownership.get();
    } catch (IpcAccessException e) {
      warn(object + " cannot be examined, so it belongs to somebody else");
      return;
    } catch (IpcMissingException e) {
      return; // Removed meanwhile, as its next use says.
    }
    int user = IpcLibc.get().geteuid();
    if (found.uid() != user) {
      warn(object + " belongs to user " + found.uid() + ", not to user " + user + ", who opens it");
    }
    if ((found.mode() & ~wanted) != 0) {
      warn(
          String.format(
              Locale.ROOT,
              "%s has mode %04o, which lets in more than mode %04o",
              object,
              found.mode(),
              wanted));
    }
  }

  private static void warn(String text) {
    LOGGER.log(Level.WARNING, text);
  }
}
