package org.phpipc.compat.php;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.phpipc.php.Standard.unserialize;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.RandomValues;
import org.phpipc.serialize.TypeRef;
import org.phpipc.testing.Outcome;
import org.phpipc.testing.Php;

/**
 * Random values and random damage to them, read by Java and by PHP: the result, what it is written
 * as, the offset in the notice and every other warning must be the same.
 *
 * <p>By hand: {@code -Dphpipc.differential.cases=1000000 -Dphpipc.differential.seed=1}.
 */
class DifferentialWithPhpIT {

  private static final int CASES = Integer.getInteger("phpipc.differential.cases", 4000);
  private static final long SEED = Long.getLong("phpipc.differential.seed", System.nanoTime());
  private static final int BATCH = 250;

  /** So that it does not matter which classes this PHP has; enums do not obey it. */
  private static final Map<String, ?> OPTIONS = Map.of("allowed_classes", List.of("stdClass"));

  /** PHP tells apart the enums that it has, and knows that its class has no bytes of its own. */
  private static final List<String> WORDS_ON_CLASSES =
      List.of(
          "' not found",
          "is not an enum",
          "Undefined constant",
          "Class stdClass has no unserializer");

  /**
   * A reference to the outermost array puts it into itself. PHP then writes {@code N;} for an array
   * that it is writing already, which depends on how it shares arrays in memory
   * (php_var_serialize_nested_data in ext/standard/var.c).
   */
  private static final Pattern HOLDS_ITSELF = Pattern.compile("R:0*1;");

  /** PHP knows this class, so it writes the name as it was declared. */
  private static final Pattern OTHER_CASE = Pattern.compile("(?!stdClass)(?i:stdclass)");

  @RegisterExtension static final Php php = new Php();

  private final Random random = new Random(SEED);
  private final RandomValues values = new RandomValues(random);

  @BeforeAll
  static void declareTheOtherSide() {
    php.run(
        """
        eval('function outcomes(array $texts): array {
            $outcomes = [];
            foreach ($texts as $text) {
                $GLOBALS["peerAnswer"]["warnings"] = [];
                $thrown = "";
                $value = "";
                try {
                    $value = serialize(unserialize(base64_decode($text), ["allowed_classes" => ["stdClass"]]));
                } catch (Throwable $e) {
                    $thrown = get_class($e) . ": " . $e->getMessage();
                }
                $warnings = array_map("base64_encode", $GLOBALS["peerAnswer"]["warnings"]);
                $outcomes[] = [base64_encode($value), $warnings, $thrown];
            }
            $GLOBALS["peerAnswer"]["warnings"] = [];
            return $outcomes;
        }');
        """);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void randomBytesAreAnsweredAlike() {
    System.out.println("differential run: " + CASES + " cases, seed " + SEED);
    for (int done = 0; done < CASES; done += BATCH) {
      List<byte[]> batch = new ArrayList<>();
      for (int i = 0; i < Math.min(BATCH, CASES - done); i++) {
        batch.add(nextCase());
      }
      compare(batch);
    }
  }

  private byte[] nextCase() {
    if (random.nextInt(20) == 0) {
      return values.noise(random.nextInt(20)).getBytes(ISO_8859_1);
    }
    byte[] good = PhpSerializer.standard().write(values.next());
    return random.nextInt(4) == 0 ? good : values.damaged(good);
  }

  private static void compare(List<byte[]> batch) {
    List<Outcome> expected = inPhp(batch);
    for (int i = 0; i < batch.size(); i++) {
      byte[] bytes = batch.get(i);
      if (!dependsOnPhp(new String(bytes, ISO_8859_1), expected.get(i))) {
        assertThat(Outcome.inJava(() -> unserialize(bytes, OPTIONS)))
            .describedAs("seed %d: %s", SEED, Php.literal(bytes))
            .isEqualTo(expected.get(i));
      }
    }
  }

  /** Whether the answer is a matter of this PHP, and not of the bytes. */
  private static boolean dependsOnPhp(String text, Outcome outcome) {
    return HOLDS_ITSELF.matcher(text).find()
        || OTHER_CASE.matcher(text).find()
        || outcome.warnings().stream()
            .anyMatch(warning -> WORDS_ON_CLASSES.stream().anyMatch(warning::contains));
  }

  private static List<Outcome> inPhp(List<byte[]> batch) {
    StringJoiner texts = new StringJoiner("', '", "outcomes(['", "'])");
    batch.forEach(bytes -> texts.add(base64(bytes)));
    List<List<Object>> rows =
        PhpSerializer.standard()
            .read(php.call(texts.toString()).bytes(), new TypeRef<List<List<Object>>>() {});
    List<Outcome> outcomes = new ArrayList<>();
    for (List<Object> row : rows) {
      List<String> warnings = new ArrayList<>();
      ((Map<?, ?>) row.get(1)).values().forEach(text -> warnings.add(decoded(text)));
      String value = new String(Base64.getDecoder().decode((String) row.get(0)), ISO_8859_1);
      outcomes.add(new Outcome(value, warnings, (String) row.get(2)));
    }
    return outcomes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String decoded(Object text) {
    return new String(Base64.getDecoder().decode((String) text), UTF_8);
  }
}
