package org.phpipc.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.phpipc.php.PhpError;
import org.phpipc.php.PhpWarnings;
import org.phpipc.serialize.PhpSerializer;

/**
 * What came of a piece of code, in PHP or in Java: equal where a script could not tell them apart.
 *
 * @param value what it returned, serialized, one character a byte; empty where it threw
 * @param warnings in order, as {@code Warning: msg_send(): ...}
 * @param thrown PHP's class and message; empty where nothing was thrown
 */
public record Outcome(String value, List<String> warnings, String thrown) {

  /** Runs Java code; lists and maps that it returns stand for PHP arrays. */
  public static Outcome inJava(Callable<?> code) {
    List<String> warnings = new ArrayList<>();
    PhpWarnings.handler(warning -> warnings.add(warning.toString()));
    try {
      byte[] value = PhpSerializer.standard().write(code.call());
      return new Outcome(new String(value, ISO_8859_1), warnings, "");
    } catch (PhpError e) {
      String phpClass = e.getClass().getSimpleName().substring("Php".length());
      return new Outcome("", warnings, phpClass + ": " + e.getMessage());
    } catch (Exception e) {
      throw new AssertionError("Java threw what PHP cannot throw", e);
    } finally {
      PhpWarnings.logging();
    }
  }

  /** The bytes that {@code serialize} gave for the value. */
  public byte[] bytes() {
    if (!thrown.isEmpty()) {
      throw new AssertionError(thrown);
    }
    return value.getBytes(ISO_8859_1);
  }

  /** The value as phpipc reads it. */
  public Object read() {
    return PhpSerializer.standard().read(bytes());
  }
}
