package org.phpipc.php;

import java.util.Locale;

/**
 * A message that PHP would show and go on: a warning, a notice or a deprecation.
 *
 * @param level how serious it is
 * @param message PHP's text, such as {@code msg_send(): msgsnd failed: Invalid argument}
 */
public record PhpWarning(Level level, String message) {

  /** PHP's error levels that do not end a script. */
  public enum Level {
    E_WARNING(2),
    E_NOTICE(8),
    E_DEPRECATED(8192);

    private final int number;

    Level(int number) {
      this.number = number;
    }

    /** The value of PHP's constant of this name. */
    public int number() {
      return number;
    }

    /** The word that PHP puts in front of the text: {@code Warning}. */
    String word() {
      String name = name().substring("E_".length());
      return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
  }

  /** As PHP prints it: {@code Warning: msg_send(): msgsnd failed: Invalid argument}. */
  @Override
  public String toString() {
    return level.word() + ": " + message;
  }
}
