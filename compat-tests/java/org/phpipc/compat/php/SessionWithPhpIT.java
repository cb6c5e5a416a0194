package org.phpipc.compat.php;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpObject;
import org.phpipc.serialize.PhpReference;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpSession;
import org.phpipc.serialize.PhpSession.Format;
import org.phpipc.serialize.SerializeReadException;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;

/** Sessions of a running PHP, by {@code session_encode()} and {@code session_decode()}. */
class SessionWithPhpIT {

  @RegisterExtension static final Php php = new Php();

  @BeforeAll
  static void keepSessionsInMemory() {
    php.run(
        """
        // No session starts after output, and every answer is output: it goes around PHP's.
        ob_start(function ($text) { fwrite(STDOUT, $text); return ''; }, 1);
        ini_set('session.use_cookies', '0');
        ini_set('session.cache_limiter', '');
        eval('class NoStore implements SessionHandlerInterface {
            function open($p, $n): bool { return true; } function close(): bool { return true; }
            function read($id): string|false { return ""; } function write($id, $d): bool { return true; }
            function destroy($id): bool { return true; } function gc($m): int|false { return 0; } }
        function session_of(string $format, callable $fill) {
            ini_set("session.serialize_handler", $format);
            session_set_save_handler(new NoStore, false);
            session_id("abc");
            session_start();
            $_SESSION = [];
            $result = $fill();
            if (session_status() === PHP_SESSION_ACTIVE) { session_abort(); }
            return $result;
        }');
        """);
  }

  private static PhpSession session(Format format) {
    return new PhpSession(format, PhpSerializer.standard());
  }

  private static String encoded(Format format, String statements) {
    return "session_of('"
        + format.name().toLowerCase(Locale.ROOT)
        + "', function () { "
        + statements
        + " return session_encode(); })";
  }

  private static String decoded(Format format, byte[] bytes) {
    return "session_of('"
        + format.name().toLowerCase(Locale.ROOT)
        + "', function () { return session_decode("
        + Php.literal(bytes)
        + ") ? $_SESSION : 'broken'; })";
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void whatPhpEncodesJavaReadsAndWritesTheSame(Format format) {
    String statements =
        "$o = new stdClass; $x = 5; $_SESSION['o'] = $o; $_SESSION['n'] = null; $_SESSION['x'] = &$x;"
            + " $_SESSION['list'] = [1, [$o, &$x]]; $_SESSION['again'] = $o; $_SESSION['y'] = &$x;"
            + " $_SESSION['in'] = [&$_SESSION['list'][0]]; $_SESSION['!odd name'] = 'ü'; $_SESSION[''] = 1.5;";
    byte[] bytes = ((String) php.call(encoded(format, statements)).read()).getBytes(UTF_8);
    PhpArray read = session(format).read(bytes);
    assertThat(read.get("again")).isInstanceOf(PhpObject.class).isSameAs(read.get("o"));
    assertThat(read.get("y")).isInstanceOf(PhpReference.class).isSameAs(read.get("x"));
    assertThat(text(session(format).write(read))).isEqualTo(text(bytes));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void whatJavaWritesPhpDecodes(Format format) {
    PhpObject o = PhpObject.standard().set("a", 1);
    PhpReference x = new PhpReference("x");
    PhpArray variables = new PhpArray();
    variables.put("o", o);
    variables.put("x", x);
    variables.put("list", PhpArray.ofValues(o, x, null, 0.1));
    variables.put("again", o);
    byte[] expected = PhpSerializer.standard().write(variables);
    byte[] got = php.call(decoded(format, session(format).write(variables))).bytes();
    assertThat(text(got)).isEqualTo(text(expected));
  }

  @ParameterizedTest
  @CsvSource({"PHP,5", "PHP_BINARY,5", "PHP,a!b", "PHP_BINARY,a|b", "PHP_SERIALIZE,a|b", "PHP,-3"})
  void oddNamesAreAnsweredAlike(Format format, String name) {
    odd(format, name);
  }

  @ParameterizedTest
  @ValueSource(ints = {126, 127, 128, 129, 300})
  void longNamesAreAnsweredAlike(int length) {
    for (Format format : Format.values()) {
      odd(format, "k".repeat(length));
    }
  }

  private static void odd(Format format, String name) {
    PhpArray variables = new PhpArray();
    variables.put("first", 1);
    variables.put(name, 2);
    variables.put("last", 3);
    List<String> warnings = new ArrayList<>();
    byte[] written =
        session(format)
            .write(variables, said -> warnings.add("Warning: session_encode(): " + said.message()));
    Outcome outcome =
        php.call(encoded(format, "$_SESSION = ['first' => 1, '" + name + "' => 2, 'last' => 3];"));
    assertThat(text(written)).isEqualTo(outcome.read());
    assertThat(warnings).isEqualTo(outcome.warnings());
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"PHP", "PHP_BINARY"})
  void whatIsCutOffAnywhereIsAnsweredAlike(Format format) {
    PhpArray variables = new PhpArray();
    variables.put("o", PhpObject.standard().set("a", 1));
    variables.put("again", variables.get("o"));
    variables.put("list", PhpArray.ofValues("a|b", -1));
    byte[] whole = session(format).write(variables);
    for (int length = 0; length <= whole.length; length++) {
      byte[] bytes = java.util.Arrays.copyOf(whole, length);
      assertThat(answer(format, bytes))
          .describedAs(text(bytes))
          .isEqualTo(text(php.call(decoded(format, bytes)).bytes()));
    }
  }

  private static String answer(Format format, byte[] bytes) {
    try {
      return text(PhpSerializer.standard().write(session(format).read(bytes)));
    } catch (SerializeReadException e) {
      return "s:6:\"broken\";";
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
