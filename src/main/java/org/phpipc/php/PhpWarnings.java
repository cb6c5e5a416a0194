package org.phpipc.php;

import java.lang.StackWalker.StackFrame;
import java.lang.System.Logger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.phpipc.php.PhpWarning.Level;
import org.phpipc.serialize.Diagnostic;

/**
 * Where PHP's warnings go: to one handler for the whole JVM. Unless it is set, they are logged in
 * PHP's words through {@link System.Logger} {@code org.phpipc.php}.
 *
 * <p>The handler runs in the thread that made the call, before the function returns its failure
 * value. A handler that does nothing is PHP's {@code @} operator; {@link Standard#error_get_last}
 * still answers.
 */
public final class PhpWarnings {
  private static final Logger LOGGER = System.getLogger(PhpWarnings.class.getPackageName());
  private static final ThreadLocal<@Nullable Map<String, Object>> LAST = new ThreadLocal<>();

  private static volatile Consumer<? super PhpWarning> handler = PhpWarnings::log;

  private PhpWarnings() {}

  /** Sends warnings to this handler from now on. What it throws leaves the PHP function. */
  public static void handler(Consumer<? super PhpWarning> newHandler) {
    handler = Objects.requireNonNull(newHandler);
  }

  /** Turns every warning into a {@link PhpWarningException} from now on. */
  public static void throwing() {
    handler(
        warning -> {
          throw new PhpWarningException(warning);
        });
  }

  /** Logs warnings, as in the beginning. */
  public static void logging() {
    handler(PhpWarnings::log);
  }

  static void warn(String function, String text) {
    raise(Level.E_WARNING, function, text);
  }

  static void raise(Level level, String function, String text) {
    raise(new PhpWarning(level, function + "(): " + text));
  }

  /** Takes what the format says while the function reads. */
  static Consumer<Diagnostic> of(String function) {
    return diagnostic -> {
      Level level = Level.valueOf(diagnostic.level().name());
      if (diagnostic.prefixed()) {
        raise(level, function, diagnostic.message());
      } else {
        raise(new PhpWarning(level, diagnostic.message()));
      }
    };
  }

  static void raise(PhpWarning warning) {
    LAST.set(describe(warning));
    handler.accept(warning);
  }

  /** The last warning of this thread as {@code error_get_last} gives it, or null. */
  static @Nullable Map<String, Object> last() {
    Map<String, Object> last = LAST.get();
    return last == null ? null : new LinkedHashMap<>(last);
  }

  private static Map<String, Object> describe(PhpWarning warning) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", (long) warning.level().number());
    error.put("message", warning.message());
    StackFrame caller = caller();
    error.put("file", Objects.requireNonNullElse(caller.getFileName(), caller.getClassName()));
    error.put("line", (long) caller.getLineNumber());
    return error;
  }

  /** The line of the ported script: the nearest frame outside of this package. */
  private static StackFrame caller() {
    return StackWalker.getInstance()
        .walk(frames -> frames.dropWhile(PhpWarnings::isOurs).findFirst().orElseThrow());
  }

  private static boolean isOurs(StackFrame frame) {
    String className = frame.getClassName();
    int endOfPackage = className.lastIndexOf('.');
    return endOfPackage > 0
        && className.substring(0, endOfPackage).equals(PhpWarnings.class.getPackageName());
  }

  private static void log(PhpWarning warning) {
    LOGGER.log(
        warning.level() == Level.E_WARNING ? Logger.Level.WARNING : Logger.Level.INFO,
        warning::toString);
  }
}
