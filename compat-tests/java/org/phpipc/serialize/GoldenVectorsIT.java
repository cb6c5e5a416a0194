package org.phpipc.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.phpipc.cli.notation.TypedJson;

/** Every valid line that PHP wrote, both ways. */
class GoldenVectorsIT {

  /** Classes with {@code __serialize()}; the bytes tell them from others only by int keys. */
  private static final Set<String> ARRAY_FORM = Set.of("App\\Bag", "App\\Point");

  @TestFactory
  Collection<DynamicTest> readingGivesTheValueAndTakesAllBytes() throws IOException {
    return forEachLine(
        line -> {
          byte[] bytes = GoldenFile.bytes(line);
          List<Diagnostic> said = new ArrayList<>();
          PhpReader in = new PhpReader(bytes).onDiagnostic(said::add);
          Object value = PhpSerializer.standard().next(in);
          assertThat(in.position()).isEqualTo(bytes.length);
          assertThat(said).isEmpty();
          assertThat(inOneForm(TypedJson.toJson(value))).isEqualTo(inOneForm(line.get("json")));
        });
  }

  @TestFactory
  Collection<DynamicTest> writingTheDescribedValueGivesTheBytes() throws IOException {
    return forEachLine(
        line -> {
          assertWritten(TypedJson.fromJson(line.get("json")), line);
        });
  }

  @TestFactory
  Collection<DynamicTest> writingWhatWasReadGivesTheBytesAgain() throws IOException {
    return forEachLine(
        line -> {
          assertWritten(PhpSerializer.standard().read(GoldenFile.bytes(line)), line);
        });
  }

  @TestFactory
  Collection<DynamicTest> skippingTakesAllBytes() throws IOException {
    return forEachLine(
        line -> {
          PhpReader in = new PhpReader(GoldenFile.bytes(line));
          in.skipValue();
          in.requireEnd();
        });
  }

  private static void assertWritten(Object value, JsonObject line) {
    int precision = line.has("precision") ? line.get("precision").getAsInt() : -1;
    PhpSerializer serializer = PhpSerializer.builder().precision(precision).build();
    assertThat(new String(serializer.write(value), ISO_8859_1))
        .isEqualTo(new String(GoldenFile.bytes(line), ISO_8859_1));
  }

  private static Collection<DynamicTest> forEachLine(Consumer<JsonObject> test) throws IOException {
    return GoldenFile.SERIALIZE.lines().stream()
        .map(line -> DynamicTest.dynamicTest(line.get("id").getAsString(), () -> test.accept(line)))
        .toList();
  }

  /** Gives objects of the array form with string keys the form of properties. */
  private static JsonElement inOneForm(JsonElement json) {
    if (json instanceof JsonArray array) {
      JsonArray same = new JsonArray();
      array.forEach(element -> same.add(inOneForm(element)));
      return same;
    }
    if (!(json instanceof JsonObject object)) {
      return json;
    }
    JsonObject same = new JsonObject();
    object.entrySet().forEach(e -> same.add(e.getKey(), inOneForm(e.getValue())));
    if (object.has("items") && object.has("class")) {
      assertThat(ARRAY_FORM).contains(string(object, "class"));
      JsonArray items = same.getAsJsonArray("items");
      if (StreamSupport.stream(items.spliterator(), false).allMatch(GoldenVectorsIT::isNamed)) {
        same.remove("items");
        same.addProperty("form", "props");
        same.add("props", properties(items));
      }
    }
    return same;
  }

  private static boolean isNamed(JsonElement item) {
    return string(item.getAsJsonArray().get(0).getAsJsonObject(), "t").equals("str");
  }

  private static JsonArray properties(JsonArray items) {
    JsonArray properties = new JsonArray();
    for (JsonElement item : items) {
      JsonArray pair = item.getAsJsonArray();
      String name = string(pair.get(0).getAsJsonObject(), "b64");
      PhpString stored = PhpString.of(Base64.getDecoder().decode(name));
      JsonArray property = new JsonArray();
      property.add(name);
      property.add(PropertyName.parse(stored).visibility().name().toLowerCase(Locale.ROOT));
      property.add(pair.get(1));
      properties.add(property);
    }
    return properties;
  }

  private static String string(JsonObject object, String member) {
    return object.get(member).getAsString();
  }
}
