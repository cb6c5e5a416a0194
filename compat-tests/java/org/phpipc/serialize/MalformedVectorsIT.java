package org.phpipc.serialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.phpipc.cli.notation.TypedJson;

/** Every damaged or odd line: outcome, offset, bytes taken, value and messages are those of PHP. */
class MalformedVectorsIT {

  @TestFactory
  Collection<DynamicTest> outcomeIsThatOfPhp() throws IOException {
    return GoldenFile.MALFORMED.lines().stream()
        .filter(line -> !line.has("depends"))
        .map(line -> DynamicTest.dynamicTest(line.get("note").getAsString(), () -> check(line)))
        .toList();
  }

  private static void check(JsonObject line) {
    byte[] bytes = GoldenFile.bytes(line);
    List<String> said = new ArrayList<>();
    PhpReader in =
        new PhpReader(bytes, 0, bytes.length, limits(line))
            .onDiagnostic(diagnostic -> said.add(text(diagnostic)));
    if (line.get("php82").getAsString().equals("ok")) {
      Object value = PhpSerializer.standard().next(in);
      assertThat(in.position()).isEqualTo(line.get("consumed").getAsLong());
      assertThat(TypedJson.toJson(value)).isEqualTo(line.get("json"));
    } else {
      SerializeFormatException e =
          catchThrowableOfType(
              SerializeFormatException.class, () -> PhpSerializer.standard().next(in));
      assertThat(e).isNotNull();
      if (bytes.length > 0) {
        assertThat(e.offset()).isEqualTo(line.get("offset").getAsLong());
        said.add(
            String.format(
                Locale.ROOT,
                "E_NOTICE: unserialize(): Error at offset %d of %d bytes",
                e.offset(),
                bytes.length));
      }
    }
    assertThat(said)
        .isEqualTo(
            StreamSupport.stream(line.getAsJsonArray("messages").spliterator(), false)
                .map(JsonElement::getAsString)
                .toList());
  }

  private static String text(Diagnostic diagnostic) {
    return diagnostic.level()
        + ": "
        + (diagnostic.prefixed() ? "unserialize(): " : "")
        + diagnostic.message();
  }

  private static ReadLimits limits(JsonObject line) {
    ReadLimits limits = ReadLimits.standard();
    if (!line.has("options")) {
      return limits;
    }
    JsonObject options = line.getAsJsonObject("options");
    if (options.has("max_depth")) {
      limits = limits.withDepth(options.get("max_depth").getAsInt());
    }
    if (options.has("allowed_classes")) {
      assertThat(options.get("allowed_classes").getAsBoolean()).isFalse();
      limits = limits.withAllowedClasses(List.of());
    }
    return limits;
  }
}
