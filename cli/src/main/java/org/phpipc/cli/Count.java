package org.phpipc.cli;

/** Numbers of things in sentences for people. */
final class Count {
  private Count() {}

  /** The number and the thing: {@code 1 message}, {@code 2 messages}. */
  static String of(long number, String thing) {
    return number + " " + things(number, thing);
  }

  /** The thing, in the plural unless there is one. */
  static String things(long number, String thing) {
    return form(number, thing, thing + "s");
  }

  /** Whichever goes with the number. */
  static String form(long number, String one, String other) {
    return number == 1 ? one : other;
  }
}
