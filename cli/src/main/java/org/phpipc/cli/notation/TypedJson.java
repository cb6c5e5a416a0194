package org.phpipc.cli.notation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * PHP values as JSON that loses nothing: the type of each value, bytes in base64, the order of
 * keys, visibility, identity and references. The notation is described in {@code
 * compat-tests/golden/README.md}.
 *
 * <p>Values and their text may be nested to any depth.
 */
public final class TypedJson {

  private static final String GSONS_ADVICE =
      "Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON";

  private TypedJson() {}

  /**
   * The description of a value as {@code PhpSerializer} reads it.
   *
   * @throws IllegalArgumentException if it contains a Java type that reading never produces
   */
  public static JsonElement toJson(@Nullable Object value) {
    return new TypedJsonEncoder().encode(value);
  }

  /**
   * The value that a description describes.
   *
   * @throws TypedJsonException if the JSON is not a description
   */
  public static @Nullable Object fromJson(JsonElement json) {
    return new TypedJsonDecoder().decode(json);
  }

  /**
   * Parses JSON that must be exactly one value.
   *
   * @throws TypedJsonException if it is not JSON
   */
  public static JsonElement parse(String text) {
    if (text.isBlank()) {
      throw new TypedJsonException("not JSON: empty", "$");
    }
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(Integer.MAX_VALUE);
    try {
      JsonElement json = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new TypedJsonException("more than one value", reader.getPath());
      }
      return json;
    } catch (JsonParseException | IOException e) {
      throw new TypedJsonException("not JSON: " + reason(e), reader.getPath());
    }
  }

  /** Gson's message, without its advice to programmers and without the path. */
  private static String reason(Exception e) {
    String sentence =
        StringUtils.substringBefore(ExceptionUtils.getRootCause(e).getMessage(), " path ");
    return sentence.replace(GSONS_ADVICE, "an unexpected character");
  }

  /** The text of a JSON value, on one line. */
  public static String print(JsonElement json) {
    StringWriter text = new StringWriter();
    try {
      print(json, new JsonWriter(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Prints without recursion: Gson's own printing overflows the stack for deep values. */
  private static void print(JsonElement json, JsonWriter out) throws IOException {
    Deque<Iterator<?>> open = new ArrayDeque<>();
    begin(json, out, open);
    while (!open.isEmpty()) {
      Iterator<?> innermost = open.peek();
      if (!innermost.hasNext()) {
        end(innermost, out);
        open.pop();
      } else if (innermost instanceof Members members) {
        Map.Entry<String, JsonElement> member = members.next();
        out.name(member.getKey());
        begin(member.getValue(), out, open);
      } else {
        begin((JsonElement) innermost.next(), out, open);
      }
    }
  }

  private static void begin(JsonElement json, JsonWriter out, Deque<Iterator<?>> open)
      throws IOException {
    if (json instanceof JsonObject object) {
      out.beginObject();
      open.push(new Members(object.entrySet().iterator()));
    } else if (json.isJsonArray()) {
      out.beginArray();
      open.push(json.getAsJsonArray().iterator());
    } else if (json.isJsonNull()) {
      out.nullValue();
    } else if (json.getAsJsonPrimitive().isString()) {
      out.value(json.getAsString());
    } else if (json.getAsJsonPrimitive().isBoolean()) {
      out.value(json.getAsBoolean());
    } else {
      out.value(json.getAsNumber());
    }
  }

  private static void end(Iterator<?> finished, JsonWriter out) throws IOException {
    if (finished instanceof Members) {
      out.endObject();
    } else {
      out.endArray();
    }
  }

  /** The members of an object, known from the elements of an array by their type. */
  private record Members(Iterator<Map.Entry<String, JsonElement>> all)
      implements Iterator<Map.Entry<String, JsonElement>> {
    @Override
    public boolean hasNext() {
      return all.hasNext();
    }

    @Override
    public Map.Entry<String, JsonElement> next() {
      return all.next();
    }
  }
}
