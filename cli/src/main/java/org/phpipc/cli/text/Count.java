package org.phpipc.cli.text;

/** Numbers of things in sentences for people. */
public final class Count {
  private Count() {}

  /** The number and the thing: {@code 1 message}, {@code 2 messages}. */
  public static String of(long number, String thing) {
    return number + " " + things(number, thing);
  }

  /** The thing, in the plural unless there is one. */
  public static String things(long number, String thing) {
    return form(number, thing, thing + "s");
  }

  /** Whichever goes with the number. */
  public static String form(long number, String one, String other) {
    return number == 1 ? one : other;
  }
}
