package org.phpipc.cli.notation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** JSON objects, one per line: reads them from standard input and reads their members. */
public final class JsonLines {

  private JsonLines() {}

  /** Answers one line. */
  public interface Conversion {
    JsonObject answer(JsonObject line) throws IOException;
  }

  /** Answers each line of standard input with a line; a wrong line with an error. */
  public static void convert(Conversion conversion) {
    PrintStream out = System.out;
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(TypedJson.print(answer(line, conversion)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject answer(String line, Conversion conversion) throws IOException {
    try {
      return conversion.answer(object(TypedJson.parse(line)));
    } catch (TypedJsonException e) {
      JsonObject error = new JsonObject();
      error.addProperty("error", e.getMessage());
      return error;
    }
  }

  /** Parses a line, which must be an object. */
  public static JsonObject object(JsonElement json) {
    if (json instanceof JsonObject object) {
      return object;
    }
    throw new TypedJsonException("a line must be a JSON object", "$");
  }

  /** A member that is a string, or null. */
  public static @Nullable String string(JsonObject object, String name) {
    JsonElement member = object.get(name);
    boolean text = member != null && member.isJsonPrimitive();
    return text ? member.getAsString() : null;
  }

  /** The member {@code b64}, which must exist. */
  public static byte[] bytes(JsonObject object) {
    @Nullable String base64 = string(object, "b64");
    if (base64 == null) {
      throw new TypedJsonException("a line must be {\"b64\":\"...\"}", "$");
    }
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new TypedJsonException("not base64: " + e.getMessage(), "$.b64");
    }
  }

  /** A member that must be a whole number. */
  public static long whole(JsonObject object, String name) {
    JsonElement member = object.get(name);
    try {
      if (member != null && member.isJsonPrimitive() && member.getAsJsonPrimitive().isNumber()) {
        return Long.parseLong(member.getAsString());
      }
    } catch (NumberFormatException e) {
      throw new TypedJsonException("not a whole number of 64 bits", "$." + name);
    }
    throw new TypedJsonException("a number is missing", "$." + name);
  }
}
