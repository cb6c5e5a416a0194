package org.phpipc.cli.doctor;

import com.google.gson.JsonObject;
import java.util.Locale;
import org.phpipc.cli.console.Terminal;

/**
 * One line of {@code phpipc doctor}.
 *
 * @param subject what was looked at
 * @param text what was found
 * @param advice what to do; empty if nothing needs doing
 */
record Finding(Level level, String subject, String text, String advice) {

  /** The severity. */
  enum Level {
    OK("green"),
    WARNING("yellow"),
    PROBLEM("red");

    private final String style;

    Level(String style) {
      this.style = style;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The column of the text, after the longest level. */
  private static final int COLUMN = Level.PROBLEM.word().length() + 2;

  static Finding ok(String subject, String text) {
    return new Finding(Level.OK, subject, text, "");
  }

  static Finding warning(String subject, String text, String advice) {
    return new Finding(Level.WARNING, subject, text, advice);
  }

  static Finding problem(String subject, String text, String advice) {
    return new Finding(Level.PROBLEM, subject, text, advice);
  }

  String line() {
    String indent = " ".repeat(COLUMN - level.word().length());
    String what = Terminal.styled(level.style, level.word()) + indent + subject + ": " + text;
    return advice.isEmpty() ? what : what + System.lineSeparator() + " ".repeat(COLUMN) + advice;
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("level", level.word());
    json.addProperty("subject", subject);
    json.addProperty("finding", text);
    json.addProperty("advice", advice);
    return json;
  }
}
