package org.phpipc.compat.php;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Standard.serialize;
import static org.phpipc.php.Standard.unserialize;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.php.Ref;
import org.phpipc.php.Sysvmsg;
import org.phpipc.serialize.PhpEnum;
import org.phpipc.serialize.PhpObject;
import org.phpipc.serialize.PhpReference;
import org.phpipc.serialize.PhpString;
import org.phpipc.sysv.IpcKey;
import org.phpipc.sysv.MessageQueue;
import org.phpipc.testing.KernelObjects;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;

/** The format between a running PHP and Java, through a queue and beside it. */
class SerializeWithPhpIT {
  private static final Path GOLDEN = Path.of("compat-tests/golden");

  @RegisterExtension static final Php php = new Php();
  @RegisterExtension private final KernelObjects kernel = new KernelObjects();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-12",
        "PHP_INT_MAX",
        "PHP_INT_MIN",
        "0.1",
        "-0.0",
        "1e22",
        "5e-324",
        "NAN",
        "INF",
        "-INF",
        "''",
        "'hello'",
        "\"\\0\\xff\\xfe\"",
        "'Größe 日本 🙂'",
        "str_repeat('x', 5000)",
        "[]",
        "[1, 2, 3]",
        "['a' => 1, 5 => 'b', '07' => null]",
        "[[1, [2, [3, []]]], ['deep' => ['er' => true]]]",
        "new stdClass",
        "(object) ['a' => 1, 'b' => [new stdClass]]",
        "new ArrayObject([1, 2])",
        "new SplObjectStorage",
        "new DateTimeImmutable('2024-02-29 12:00:00 UTC')"
      })
  void whatPhpSendsJavaUnderstandsAndSendsBackUnchanged(String expression) {
    IpcKey key = kernel.freeKey();
    MessageQueue queue = Sysvmsg.msg_get_queue(key.value(), 0600);
    php.run("$q = msg_get_queue(" + key.value() + "); $sent = " + expression + ";");
    php.run("msg_send($q, 1, $sent);");
    Ref<Object> message = new Ref<>();
    assertThat(Sysvmsg.msg_receive(queue, 1, new Ref<>(), 8192, message)).isTrue();
    Sysvmsg.msg_send(queue, 2, message.value);
    assertThat(php.run("msg_receive($q, 2, $t, 8192, $got); return [$got];").bytes())
        .isEqualTo(php.call("[$sent]").bytes());
  }

  static Stream<Object> javaValues() {
    PhpObject job = new PhpObject("App\\Job").set("name", "mail").set("tries", 3);
    PhpReference shared = new PhpReference("shared");
    PhpObject self = PhpObject.standard();
    self.set("self", self);
    return Stream.of(
        true,
        42,
        -1L,
        Long.MIN_VALUE,
        0.1,
        -0.0,
        0.1 + 0.2,
        Double.MIN_VALUE,
        "text",
        "Größe 🙂",
        new byte[] {0, -1},
        PhpString.of(new byte[] {-128}),
        List.of(1, "two", 3.0),
        Map.of("k", List.of()),
        Map.of("7", "int key"),
        job,
        List.of(job, job),
        List.of(shared, shared),
        self,
        new int[] {1, 2},
        Arrays.asList(null, null));
  }

  @ParameterizedTest
  @MethodSource("javaValues")
  void whatJavaWritesPhpReadsAndWritesTheSame(Object value) {
    byte[] bytes = serialize(value);
    assertThat(php.call("unserialize(" + Php.literal(bytes) + ")").bytes()).isEqualTo(bytes);
  }

  @Test
  void enumCasesCrossBothWays() {
    declareSuit();
    Object read = php.call("[Suit::Hearts, Suit::Spades, Suit::Hearts]").read();
    PhpEnum hearts = new PhpEnum("Suit", "Hearts");
    assertThat(((Map<?, ?>) read).get(0L)).isEqualTo(hearts);
    byte[] written = serialize(List.of(hearts, new PhpEnum("Suit", "Hearts")));
    assertThat(
            php.call("unserialize(" + Php.literal(written) + ") === [Suit::Hearts, Suit::Hearts]")
                .read())
        .isEqualTo(true);
  }

  @Test
  void visibilityCrossesBothWays() {
    php.run(
        "if (!class_exists('Acct')) { eval('class Acct { public $a = 1; protected $b = 2; private $c = 3; }'); }");
    byte[] bytes = php.call("new Acct").bytes();
    PhpObject read = (PhpObject) unserialize(bytes);
    assertThat(read.get("c")).isEqualTo(3L);
    assertThat(serialize(read)).isEqualTo(bytes);
    assertThat(php.call("unserialize(" + Php.literal(serialize(read)) + ") == new Acct").read())
        .isEqualTo(true);
  }

  @Test
  void referencesStayBound() {
    Object read = php.call("(function () { $x = 5; return [&$x, &$x]; })()").read();
    PhpReference first = (PhpReference) ((Map<?, ?>) read).get(0L);
    first.set(6L);
    byte[] written = serialize(read);
    assertThat(
            php.run("$a = unserialize(" + Php.literal(written) + "); $a[0] = 7; return $a[1];")
                .read())
        .isEqualTo(7L);
  }

  /** The golden texts name these enums; PHP tells apart those that it knows. */
  private static void declareEnums() {
    php.run(
        """
        if (!enum_exists('App\\Status')) {
            eval('namespace App; enum Status { case Active; case Disabled; case Été; }');
            eval('namespace App; enum Level { case Low; case High; }');
        }
        """);
    declareSuit();
  }

  private static void declareSuit() {
    php.run(
        """
        if (!enum_exists('Suit')) {
            eval('enum Suit { case Hearts; case Spades; case Clubs; const Wild = self::Spades; }');
        }
        """);
  }

  @Test
  void damagedTextsAreAnsweredAlike() throws IOException {
    declareEnums();
    for (JsonObject line : golden("unserialize-malformed.jsonl")) {
      boolean plain = !line.has("depends") && !line.has("options");
      byte[] bytes = Base64.getDecoder().decode(line.get("b64").getAsString());
      if (plain && !line.get("php82").getAsString().equals("ok")) {
        String expression = "unserialize(" + Php.literal(bytes) + ")";
        assertThat(Outcome.inJava(() -> unserialize(bytes)))
            .describedAs(line.get("note").getAsString())
            .isEqualTo(php.call(expression));
      }
    }
  }

  @Test
  void optionsAreCheckedAlike() {
    byte[] bytes = "a:1:{i:0;O:8:\"stdClass\":0:{}}".getBytes(UTF_8);
    sameWith(bytes, "['max_depth' => 1]", Map.of("max_depth", 1));
    sameWith(bytes, "['max_depth' => 2]", Map.of("max_depth", 2));
    sameWith(bytes, "['max_depth' => 0]", Map.of("max_depth", 0));
    sameWith(bytes, "['max_depth' => -1]", Map.of("max_depth", -1));
    sameWith(bytes, "['max_depth' => 'x']", Map.of("max_depth", "x"));
    sameWith(bytes, "['allowed_classes' => 'x']", Map.of("allowed_classes", "x"));
    sameWith(
        bytes, "['allowed_classes' => null]", Collections.singletonMap("allowed_classes", null));
    sameWith(
        bytes,
        "['allowed_classes' => ['stdClass']]",
        Map.of("allowed_classes", List.of("STDCLASS")));
  }

  private static void sameWith(byte[] bytes, String phpOptions, Map<String, ?> options) {
    String expression = "unserialize(" + Php.literal(bytes) + ", " + phpOptions + ")";
    assertThat(Outcome.inJava(() -> unserialize(bytes, options)))
        .describedAs(expression)
        .isEqualTo(php.call(expression));
  }

  private static List<JsonObject> golden(String name) throws IOException {
    return Files.readAllLines(GOLDEN.resolve(name)).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }
}
