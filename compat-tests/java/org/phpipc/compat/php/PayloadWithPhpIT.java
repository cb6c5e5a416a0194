package org.phpipc.compat.php;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpCustom;
import org.phpipc.serialize.PhpObject;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.PhpString;
import org.phpipc.testing.Php;

/** Objects with payloads and what refers behind them, as a running PHP has them. */
class PayloadWithPhpIT {

  private static final int CASES = Integer.getInteger("phpipc.payload.cases", 300);
  private static final long SEED = Long.getLong("phpipc.payload.seed", System.nanoTime());

  @RegisterExtension static final Php php = new Php();

  @BeforeAll
  static void declareClasses() {
    php.run(
        """
        error_reporting(E_ALL & ~E_DEPRECATED);
        eval('class PayloadL implements Serializable { public $d; function __construct($d = null) { $this->d = $d; }
            function serialize() { return serialize($this->d); } function unserialize($s) { $this->d = unserialize($s); } }
        class PayloadJ implements Serializable { public $d; function __construct($d = null) { $this->d = $d; }
            function serialize() { return json_encode($this->d); } function unserialize($s) { $this->d = json_decode($s, true); } }');
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(function () { $a = new stdClass; return [new PayloadL([1, 2]), $a, new stdClass, $a]; })()",
        "(function () { $a = new stdClass; return [new PayloadL([$a, 1]), $a, $a]; })()",
        "(function () { $a = new stdClass; return [$a, new PayloadL([1, $a]), $a]; })()",
        "(function () { $x = 5; return [new PayloadL([&$x, 1]), &$x, new stdClass]; })()",
        "(function () { $l = new PayloadL; $l->d = [$l]; return [$l, $l]; })()",
        "(function () { $a = new stdClass; return [new PayloadL(new PayloadL($a)), new PayloadJ([1]), $a, [$a]]; })()",
        "(function () { $a = new stdClass; return [new PayloadJ(['i' => 5]), $a, $a]; })()"
      })
  void whatPhpWritesIsReadAndWrittenTheSame(String expression) {
    byte[] bytes = php.call(expression).bytes();
    byte[] written = PhpSerializer.standard().write(PhpSerializer.standard().read(bytes));
    assertThat(text(written)).isEqualTo(text(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C:11:\"ArrayObject\":29:{x:i:0;a:1:{i:0;i:7;};m:a:0:{}}",
        "C:13:\"ArrayIterator\":29:{x:i:0;a:1:{i:0;i:7;};m:a:0:{}}",
        "C:11:\"ArrayObject\":33:{x:i:16777216;m:a:1:{s:1:\"p\";i:1;}}",
        "C:16:\"SplObjectStorage\":39:{x:i:1;O:8:\"stdClass\":0:{},i:5;;m:a:0:{}}",
        "C:16:\"SplObjectStorage\":14:{x:i:0;m:a:0:{}}",
        "C:8:\"SplQueue\":14:{i:4;:i:1;:i:2;}",
        "C:8:\"SplStack\":4:{i:6;}",
        "C:8:\"PayloadL\":0:{}",
        "C:8:\"PayloadL\":12:{s:5:\"i:1;i\";}",
        "C:8:\"PayloadJ\":7:{{\"a\":1}}"
      })
  void whatIsWrittenBehindAPayloadPhpTakesForTheSame(String custom) {
    Object first = PhpSerializer.standard().read(custom.getBytes(ISO_8859_1));
    PhpObject shared = PhpObject.standard().set("is", "shared");
    byte[] bytes =
        PhpSerializer.standard()
            .write(PhpArray.ofValues(first, PhpObject.standard(), shared, shared));
    String same = "(fn($a) => $a[3] === $a[2] && $a[3]->is === 'shared')";
    assertThat(php.call(same + "(unserialize(" + Php.literal(bytes) + "))").read()).isEqualTo(true);
  }

  @Test
  void randomPayloadsAreAnsweredAlike() {
    System.out.println("payload run: " + CASES + " cases, seed " + SEED);
    Random random = new Random(SEED);
    for (int i = 0; i < CASES; i++) {
      List<PhpObject> shared = new ArrayList<>();
      byte[] bytes = PhpSerializer.standard().write(value(random, shared, 0));
      byte[] again = PhpSerializer.standard().write(PhpSerializer.standard().read(bytes));
      assertThat(text(again)).describedAs("seed %d", SEED).isEqualTo(text(bytes));
      assertThat(text(php.call("unserialize(" + Php.literal(bytes) + ")").bytes()))
          .describedAs("seed %d", SEED)
          .isEqualTo(text(bytes));
    }
  }

  private static Object value(Random random, List<PhpObject> shared, int depth) {
    int kind = random.nextInt(depth < 5 ? 7 : 3);
    if (kind == 0 && !shared.isEmpty()) {
      return shared.get(random.nextInt(shared.size()));
    }
    if (kind < 3) {
      PhpObject object = PhpObject.standard();
      shared.add(object);
      return kind == 2 ? (Object) (long) random.nextInt(9) : object;
    }
    if (kind == 3) {
      PhpArray values = PhpArray.ofValues(value(random, shared, depth + 1));
      return new PhpCustom("PayloadL", PhpString.of("N;"), values);
    }
    if (kind == 4) {
      return new PhpCustom("PayloadJ", PhpString.of("[" + random.nextInt(9) + ",\"a\"]"));
    }
    PhpArray array = new PhpArray();
    for (int i = random.nextInt(5); i >= 0; i--) {
      array.add(value(random, shared, depth + 1));
    }
    return array;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
