package org.phpipc.serialize;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** Lines of what PHP wrote, from compat-tests/golden. */
enum GoldenFile {
  SERIALIZE("serialize.jsonl"),
  MALFORMED("unserialize-malformed.jsonl");

  private final Path path;

  GoldenFile(String name) {
    path = Path.of("compat-tests", "golden", name);
  }

  List<JsonObject> lines() throws IOException {
    return Files.readAllLines(path).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  static byte[] bytes(JsonObject line) {
    return Base64.getDecoder().decode(line.get("b64").getAsString());
  }
}
