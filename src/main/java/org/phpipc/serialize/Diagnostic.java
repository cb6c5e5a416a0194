package org.phpipc.serialize;

/**
 * A warning or notice that PHP gives without ending the call.
 *
 * @param level how serious it is
 * @param message the text as in PHP 8.2, without the name of the function
 * @param prefixed whether PHP puts the name of the running function before it, as in {@code
 *     unserialize(): }
 */
public record Diagnostic(Level level, String message, boolean prefixed) {

  /** PHP's error levels that reading can give, with their numbers. */
  public enum Level {
    E_WARNING(2),
    E_NOTICE(8);

    private final int number;

    Level(int number) {
      this.number = number;
    }

    /** The value of PHP's constant. */
    public int number() {
      return number;
    }
  }

  static Diagnostic outOfRange() {
    return new Diagnostic(Level.E_WARNING, "Numerical result out of range", true);
  }

  static Diagnostic unexpectedEnd() {
    return new Diagnostic(Level.E_NOTICE, "Unexpected end of serialized data", true);
  }

  static Diagnostic tooDeep(int depth) {
    return new Diagnostic(
        Level.E_WARNING,
        "Maximum depth of "
            + depth
            + " exceeded. The depth limit can be changed using the max_depth unserialize() option"
            + " or the unserialize_max_depth ini setting",
        true);
  }

  /** PHP shows the name up to a NUL. */
  static Diagnostic missingColon(String name) {
    String shown = name.indexOf(0) < 0 ? name : name.substring(0, name.indexOf(0));
    return new Diagnostic(
        Level.E_WARNING, "Invalid enum name '" + shown + "' (missing colon)", true);
  }

  static Diagnostic badData() {
    return new Diagnostic(Level.E_WARNING, "Bad unserialize data", false);
  }

  static Diagnostic insufficientData(long required, long present) {
    return new Diagnostic(
        Level.E_WARNING,
        "Insufficient data for unserializing - " + required + " required, " + present + " present",
        false);
  }

  static Diagnostic numericKey(String key) {
    return new Diagnostic(Level.E_WARNING, "Skipping numeric key " + key, true);
  }

  static Diagnostic noUnserializer(String className) {
    return new Diagnostic(Level.E_WARNING, "Class " + className + " has no unserializer", false);
  }
}
