package org.phpipc.cli.convert;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.phpipc.cli.console.StandardStream;
import org.phpipc.cli.notation.JsonLines;
import org.phpipc.cli.notation.TypedJson;
import org.phpipc.serialize.PhpSerializer;
import org.phpipc.serialize.SerializeValueException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code phpipc encode}: typed JSON to serialized bytes. */
@Command(
    name = "encode",
    header = "Turns typed JSON into serialized bytes.",
    mixinStandardHelpOptions = true,
    description = {
      "",
      "Reads typed JSON, as decode prints it, from standard input and writes the bytes that",
      "PHP's serialize() gives for the value, without anything behind them."
    },
    footer = {
      "",
      "Examples:  echo '{\"t\":\"int\",\"v\":\"5\"}' | phpipc encode",
      "           phpipc encode --jsonl < lines      one value or {\"json\":...} a line in,",
      "                                              one {\"b64\":...} or {\"error\":...} out"
    })
public final class EncodeCommand implements Runnable {
  @Option(names = "--jsonl", description = "Encode each line separately.")
  private boolean jsonl;

  @Option(
      names = "--precision",
      paramLabel = "DIGITS",
      defaultValue = "-1",
      description =
          "PHP's serialize_precision: -1 (the shortest form, default), or digits such as 17.")
  private int precision;

  @Override
  public void run() {
    PhpSerializer serializer = PhpSerializer.builder().precision(precision).build();
    if (jsonl) {
      JsonLines.convert(in -> line(in, serializer));
      return;
    }
    String text = new String(StandardStream.input(), StandardCharsets.UTF_8);
    byte[] bytes = serializer.write(TypedJson.fromJson(TypedJson.parse(text)));
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }

  private static JsonObject line(JsonObject in, PhpSerializer standard) {
    JsonElement json = in.has("json") ? in.get("json") : in;
    PhpSerializer serializer =
        in.has("precision")
            ? PhpSerializer.builder().precision(in.get("precision").getAsInt()).build()
            : standard;
    JsonObject out = new JsonObject();
    try {
      byte[] bytes = serializer.write(TypedJson.fromJson(json));
      out.addProperty("b64", Base64.getEncoder().encodeToString(bytes));
    } catch (SerializeValueException e) {
      out.addProperty("error", e.getMessage());
    }
    return out;
  }
}
